"""Draw figures as SVG, with matplotlib.

The only importer of matplotlib. Draws what it is handed; asks nothing.
"""

from secgraph.plots.bars import bars
from secgraph.plots.figures import coverage, graph, timeline
from secgraph.plots.world import world

__all__ = ["bars", "coverage", "graph", "timeline", "world"]
