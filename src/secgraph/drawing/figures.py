"""Draw figures as SVG, with matplotlib.

The only importer of matplotlib. Draws what it is handed; asks nothing.
"""

from secgraph.drawing.bars import bars
from secgraph.drawing.graph import coverage, graph, timeline
from secgraph.drawing.map import world

__all__ = ["bars", "coverage", "graph", "timeline", "world"]
