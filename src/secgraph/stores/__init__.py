"""Where the graph is kept and asked: in memory, on disk, on a server.

Knows nothing of saved queries or of how answers are shown.
"""
