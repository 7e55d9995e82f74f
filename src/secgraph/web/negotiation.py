"""Choose a media type by what a client accepts.

Follows RFC 9110, sections 12.4 and 12.5; parameters other than q are passed over.
"""

from collections.abc import Sequence


def accepted(header: str) -> list[tuple[str, float]]:
    """Take an Accept header apart: media ranges with their quality, as they stand."""
    ranges = []
    for part in header.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                quality = _quality(value)
        if name:
            ranges.append((name.lower(), quality))
    return ranges


def _quality(value: str) -> float:
    """Read a quality from 0 to 1; what is none counts as 0."""
    try:
        number = float(value)
    except ValueError:
        return 0.0
    return number if 0 <= number <= 1 else 0.0


def choose(header: str, offered: Sequence[str]) -> str:
    """Give the media type that suits an Accept header best; the first of equals.

    Args:
        header: The value of the header; empty where there is none, which accepts everything.
        offered: Media types, the preferred one first.

    Returns:
        One of *offered*, or nothing where none is accepted.
    """
    ranges = accepted(header) or [("*/*", 1.0)]
    best, chosen = 0.0, ""
    for media in offered:
        quality = _of_media(media, ranges)
        if quality > best:
            best, chosen = quality, media
    return chosen


def _of_media(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Give the quality of a media type: that of the range that names it most exactly."""
    kind = media.partition("/")[0]
    for name in (media, f"{kind}/*", "*/*"):
        found = [quality for pattern, quality in ranges if pattern == name]
        if found:
            return max(found)
    return 0.0
