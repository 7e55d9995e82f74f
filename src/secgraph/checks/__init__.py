"""Everything that can be wrong with the data: syntax, shapes, hygiene, consistency.

Repairs nothing.
"""
