"""Find the names that look most like a text, from an index of their parts.

Compares folded names only; what they name is for the caller.
"""

import difflib
from collections import Counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LIKENESS = 0.6
"""The least ratio of :class:`difflib.SequenceMatcher` at which a name is near."""

_OVERLAP = 0.3
_COMPARED = 8
"""A name is compared whole where it shares so much of its parts, and only so many names are."""


class Nearest:
    """An index of names by their parts of three characters.

    Args:
        names: Folded names.
    """

    def __init__(self, names: "Iterable[str]") -> None:
        self._names = sorted(set(names))
        self._sizes: list[int] = []
        self._places: dict[str, list[int]] = {}
        for place, name in enumerate(self._names):
            parts = _parts(name)
            self._sizes.append(len(parts))
            for part in parts:
                self._places.setdefault(part, []).append(place)

    def near(self, name: str) -> "list[str]":
        """List the names that look like a folded *name*, the most alike first."""
        parts = _parts(name)
        shared: Counter[int] = Counter()
        for part in parts:
            shared.update(self._places.get(part, ()))
        overlaps = sorted(
            (-2 * count / (len(parts) + self._sizes[place]), place)
            for place, count in shared.items()
            if 2 * count >= _OVERLAP * (len(parts) + self._sizes[place])
        )
        matcher = difflib.SequenceMatcher(b=name)
        ratios = []
        for _, place in overlaps[:_COMPARED]:
            matcher.set_seq1(self._names[place])
            if matcher.real_quick_ratio() >= LIKENESS and matcher.quick_ratio() >= LIKENESS:
                ratios.append((-matcher.ratio(), self._names[place]))
        return [near for ratio, near in sorted(ratios) if -ratio >= LIKENESS]


def _parts(name: str) -> set[str]:
    padded = f"  {name} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
