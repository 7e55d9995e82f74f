"""Saved questions: headers and parameters, the session that asks, and the forms of an answer.

Reads no RDF file and prints nothing.
"""
