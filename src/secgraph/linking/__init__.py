"""Tie things of the graph to identifiers of other datasets: tables, checks, look-up.

Only what stands in the tables of ``data/links/`` is a link: nothing is matched by likeness of
names.
"""

from secgraph.linking.join import join_csv
from secgraph.linking.lookup import links, resolve

__all__ = ["join_csv", "links", "resolve"]
