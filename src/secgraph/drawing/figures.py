"""Draw figures as SVG, PNG or PDF, with matplotlib and graphlay.

The modules here are the only importers of the two. They draw their arguments; none asks a store.
"""

from secgraph.drawing.bars import bars, coverage, lines, squares
from secgraph.drawing.canvas import Caption
from secgraph.drawing.graph import graph
from secgraph.drawing.map import world
from secgraph.drawing.timeline import timeline

__all__ = ["Caption", "bars", "coverage", "graph", "lines", "squares", "timeline", "world"]
