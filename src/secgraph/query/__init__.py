"""Saved questions: their headers and parameters, the session that asks them, and the forms of an answer.

Reads no RDF file and prints nothing.
"""
