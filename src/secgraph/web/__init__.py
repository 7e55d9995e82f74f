"""Serve the graph as pages and data over HTTP, and write the same as a static site.

Holds no grammar of claims and no knowledge of stores: pages are made of answers to questions.
"""
