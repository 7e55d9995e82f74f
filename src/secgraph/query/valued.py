"""Take words of a search for the values of questions: the things that they name, years and days.

Asks the index of a search, where it stands what each parameter takes; runs no question.
"""

import re
import sqlite3

from secgraph.errors import BadValue
from secgraph.query.words import Words, stems_of_country
from secgraph.syntax.literals import literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

THING, TERM = 2.5, 0.8
"""What a word counts that names a value of a question: a thing, or a term of the model."""

_BY_KEY = "SELECT DISTINCT iri, rank FROM name WHERE key = ? ORDER BY rank, iri"
_COUNTRIES = """SELECT DISTINCT name.iri FROM name JOIN thing ON thing.iri = name.iri
WHERE key IN (?, ?, ?, ?) AND thing.kind IN ('state', 'region') ORDER BY name.iri"""
_TAKEN = """SELECT value.iri, classes, many, value.name, COALESCE(thing.model, 0) FROM value
LEFT JOIN thing ON thing.iri = value.iri
WHERE value.iri = ?"""

_YEAR = re.compile(r"(1[89]|20)\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Slot:
    """A parameter of a question, as the index has it.

    Attributes:
        name: Such as ``actor``.
        classes: Number of the set of classes of its values; None for a literal.
        datatype: IRI of the datatype of a literal.
        many: Whether it takes several values.
    """

    __slots__ = ("classes", "datatype", "many", "name")

    def __init__(self, name: str, classes: "int | None", datatype: "str | None", many: int) -> None:
        self.name, self.classes, self.datatype, self.many = name, classes, datatype, bool(many)


class Name:
    """Words of a search that name things: their places, and the things, the best first."""

    __slots__ = ("places", "things")

    def __init__(self, places: "set[int]", things: "list[str]") -> None:
        self.places, self.things = places, things


class Values:
    """The values that a question gets from a search.

    Attributes:
        given: By the name of the parameter.
        used: Places of the words that were taken.
        worth: What they count.
    """

    __slots__ = ("given", "used", "worth")

    def __init__(self, given: "dict[str, str]", used: "set[int]", worth: float) -> None:
        self.given, self.used, self.worth = given, used, worth


class Named:
    """The things that the words of a search name.

    Args:
        index: The index of the search.
        words: The words.
        is_elsewhere: Whether a thing belongs to a document that is not asked.
    """

    def __init__(
        self, index: sqlite3.Connection, words: Words, is_elsewhere: "Callable[[str], bool]"
    ) -> None:
        self._index, self._words, self._is_elsewhere = index, words, is_elsewhere
        self.names = self._names()
        iris = sorted({iri for name in self.names for iri in name.things})
        self._taken = {
            (iri, classes, many): (name, TERM if model else THING)
            for thing in iris
            for iri, classes, many, name, model in index.execute(_TAKEN, (thing,))
        }

    def _names(self) -> "list[Name]":
        """List the runs of words that name things, the longest first."""
        spans = self._words.spans()
        keys = {form for _, _, key in spans for form in _forms(key)}
        things: dict[str, list[str]] = {}
        for key in sorted(keys):
            rows = self._index.execute(_BY_KEY, (key,))
            matches = [iri for iri, _ in rows if not self._is_elsewhere(iri)]
            if matches:
                things[key] = list(dict.fromkeys(matches))
        names = []
        for start, end, key in spans:
            matches = next((things[form] for form in _forms(key) if form in things), [])
            if not matches and end - start == 1:
                matches = self._of_adjective(key)
            if matches:
                names.append(Name(set(range(start, end)), matches))
        return names

    def _of_adjective(self, word: str) -> "list[str]":
        """List the state or region of whose name a word is the adjective."""
        for stem in stems_of_country(word):
            keys = (stem, f"{stem}a", f"{stem}e", f"{stem}y")
            rows = self._index.execute(_COUNTRIES, keys).fetchall()
            if rows:
                return [row[0] for row in rows]
        return []

    def values(self, slots: "Sequence[Slot]") -> Values:
        """Take the words for values of a question, each for the first parameter that takes it."""
        given: dict[str, str] = {}
        used: set[int] = set()
        worth = 0.0
        for name in self.names:
            choice = None if used & name.places else self._choice(slots, name, given)
            if choice is not None:
                parameter, (value, counts) = choice
                given[parameter] = value
                used |= name.places
                worth += counts
        for slot in slots:
            for place, word in enumerate(self._words.folded):
                if slot.name not in given and place not in used and _fits(word, slot.datatype):
                    given[slot.name] = word
                    used.add(place)
                    worth += THING
        ordered = {slot.name: given[slot.name] for slot in slots if slot.name in given}
        return Values(ordered, used, worth)

    def _choice(
        self, slots: "Sequence[Slot]", name: Name, given: "dict[str, str]"
    ) -> "tuple[str, tuple[str, float]] | None":
        for thing in name.things:
            for slot in slots:
                key = (thing, slot.classes, slot.many)
                if slot.name not in given and key in self._taken:
                    return slot.name, self._taken[key]
        return None


def _forms(key: str) -> "list[str]":
    """List the forms of a name: as it stands, and without the mark of the plural."""
    return [key, key[:-1]] if len(key) > 3 and key.endswith("s") else [key]


def _fits(word: str, datatype: "str | None") -> bool:
    """Whether a word is a year or a day that a parameter of this datatype takes."""
    kind = (datatype or "").rpartition("#")[2]
    is_year = kind == "integer" and _YEAR.fullmatch(word) is not None
    is_day = kind in ("date", "dateTime") and _DAY.fullmatch(word) is not None
    if datatype is None or not (is_year or is_day):
        return False
    try:
        literal(word, datatype)
    except BadValue:
        return False
    return True
