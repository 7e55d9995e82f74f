"""Where queries are asked: each engine in a module of its own, all with the same two methods.

Knows nothing of saved queries or of how answers are shown.
"""
