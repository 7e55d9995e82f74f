"""The files of the release: where they are, what they hold, and how they are written for other tools.

Knows no question.
"""
