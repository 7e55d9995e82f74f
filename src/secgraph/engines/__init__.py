"""The former place of the stores, kept for one release: use :func:`secgraph.stores.open`.

Holds nothing of its own.
"""
