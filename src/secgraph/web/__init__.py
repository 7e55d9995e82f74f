"""Serve the graph over HTTP and to agents; one module for each thing that is served.

Each has ``routes(context)``. Opens no store and reads no command line.
"""
