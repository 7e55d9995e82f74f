"""Claims of a document as people and programs write them, and the graph made of them.

Asks no question and prints nothing.
"""
