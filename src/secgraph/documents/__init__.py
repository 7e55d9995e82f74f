"""Texts and their passages.

Keeps no word of a text.
"""
