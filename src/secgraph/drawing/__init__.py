"""Draw answers as figures: bars, graph, timeline, map.

Asks nothing; only figures and what it imports load matplotlib.
"""
