"""Draw answers as figures: bars, graph, timeline, map.

Asks no store. matplotlib is loaded only when a figure is drawn.
"""
