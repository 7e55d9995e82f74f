"""Thousands of documents on columns: added as a stream, asked by saved questions in DuckDB.

Holds no claim: a corpus has documents, passages and mentions, which a machine can say truly.
"""
