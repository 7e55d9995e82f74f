"""The text of SPARQL queries: tokens, literals, SERVICE, and what some store does not take.

Asks no store.
"""
