"""Serve the graph over HTTP, to people, programs and agents, and write a static site of it.

What programs ask has one module for each thing that is served, with ``routes(context)``. Holds no
grammar of claims and no knowledge of stores: pages are made of answers to questions.
"""
