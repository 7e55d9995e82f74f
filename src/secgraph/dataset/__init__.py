"""The files of the release: where they are, what they hold, and how they are exported.

Knows no question.
"""
