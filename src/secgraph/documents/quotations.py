"""Tell whether words of a text stand between quotation marks.

Decides nothing about whose words they are.
"""

_PAIRS = ("\u201c\u201d", "\u201e\u201c", "\u00ab\u00bb", "\u2039\u203a", "\u2018\u2019")
"""Opening and closing marks."""

_STRAIGHT = '"'
"""A mark that opens and closes."""


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether words stand between an opening and a closing mark of their paragraph.

    A quotation may begin before the words and end after them, in another sentence too.

    Args:
        text: The canonical text, with a line for each paragraph.
        start: Of the words, in code points, behind a mark at their edge.
        end: Of the words, before a mark at their edge.
    """
    before = text[text.rfind("\n", 0, start) + 1 : start]
    line_end = text.find("\n", end)
    after = text[end : line_end if line_end >= 0 else len(text)]
    if any(mark in text[start:end] for mark in _STRAIGHT):
        return False
    if before.count(_STRAIGHT) % 2 and _STRAIGHT in after:
        return True
    return any(_is_between(before, after, *pair) for pair in _PAIRS)


def _is_between(before: str, after: str, opening: str, closing: str) -> bool:
    opened, closed = before.rfind(opening), before.rfind(closing)
    # The closing single mark is an apostrophe as well, and so closes nothing for certain.
    if opened < 0 or (closed > opened and closing != "\u2019"):
        return False
    ends = after.find(closing)
    begins = after.find(opening)
    return ends >= 0 and not 0 <= begins < ends
