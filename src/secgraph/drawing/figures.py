"""Draw figures as SVG, with matplotlib.

The modules here are the only importers of matplotlib. They draw their arguments; none asks a store.
"""

from secgraph.drawing.bars import bars
from secgraph.drawing.graph import coverage, graph, timeline
from secgraph.drawing.map import world

__all__ = ["bars", "coverage", "graph", "timeline", "world"]
