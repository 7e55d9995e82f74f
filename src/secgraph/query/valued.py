"""Take words of a search for the values of questions: the things that they name, years and days.

Asks the index of a search, where it stands what each parameter takes; runs no question.
"""

import re
import sqlite3

from secgraph.errors import BadValue
from secgraph.query.words import ACRONYM, Words
from secgraph.syntax.literals import literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

THING, TERM = 2.5, 0.8
"""What a word counts that names a value of a question: a thing, or a term of the model."""

_BY_KEY = "SELECT DISTINCT iri, rank FROM name WHERE key = ? ORDER BY rank, iri"
_LABEL = "SELECT label FROM thing WHERE iri = ? AND model = 0"
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
        breadth: How many classes its values are of.
    """

    __slots__ = ("breadth", "classes", "datatype", "many", "name")

    def __init__(
        self,
        name: str,
        classes: "int | None",
        datatype: "str | None",
        many: int,
        breadth: int,
    ) -> None:
        self.name, self.classes, self.datatype = name, classes, datatype
        self.many, self.breadth = bool(many), breadth


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
        names = []
        for start, end, key in self._words.spans():
            places = set(range(start, end))
            parts = [" ".join(self._words.parts[place]) for place in sorted(places)]
            is_loud = all(map(self._words.is_loud, places))
            for form in dict.fromkeys((*_forms(key), " ".join(parts))):
                things = self._things(form, acronyms=is_loud)
                if things:
                    names.append(Name(places, things))
                    break
        return names

    def _things(self, key: str, *, acronyms: bool) -> "list[str]":
        rows = self._index.execute(_BY_KEY, (key,))
        things = [iri for iri, rank in rows if acronyms or rank < ACRONYM]
        return [iri for iri in dict.fromkeys(things) if not self._is_elsewhere(iri)]

    def labels(self) -> "list[str]":
        """List the labels of the things that the words name, of each run the best one."""
        used: set[int] = set()
        labels = []
        for name in self.names:
            if not used & name.places:
                used |= name.places
                row = self._index.execute(_LABEL, (name.things[0],)).fetchone()
                labels += list(row or ())
        return labels

    def values(self, slots: "Sequence[Slot]") -> Values:
        """Take the words for values of a question, each for the first parameter that takes it."""
        taken: list[Name] = []
        used: set[int] = set()
        for name in self.names:  # longer names first
            if not used & name.places and self._assigned(slots, [*taken, name]):
                taken.append(name)
                used |= name.places
        chosen = self._assigned(slots, sorted(taken, key=lambda name: min(name.places))) or {}
        if len(chosen) < len(taken):  # in the order of the words one finds no room
            chosen = self._assigned(slots, taken) or {}
        given = {parameter: value for parameter, (value, _) in chosen.items()}
        worth = sum(counts for _, counts in chosen.values())
        for slot in slots:
            for place, word in enumerate(self._words.folded if slot.datatype else ()):
                if slot.name not in given and place not in used and _fits(word, slot.datatype):
                    given[slot.name] = word
                    used.add(place)
                    worth += THING
        ordered = {slot.name: given[slot.name] for slot in slots if slot.name in given}
        return Values(ordered, used, worth)

    def _assigned(
        self, slots: "Sequence[Slot]", names: "Sequence[Name]"
    ) -> "dict[str, tuple[str, float]] | None":
        """Give each name to the first parameter that is free for it; None if one finds none."""
        assigned: dict[str, tuple[str, float]] = {}
        for name in names:
            choice = next(
                (
                    (slot.name, self._taken[thing, slot.classes, slot.many])
                    for thing in name.things
                    for slot in slots
                    if slot.name not in assigned and (thing, slot.classes, slot.many) in self._taken
                ),
                None,
            )
            if choice is None:
                return None
            assigned[choice[0]] = choice[1]
        return assigned


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
