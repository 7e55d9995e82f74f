"""Bind a saved query to values: the terms they stand for, their labels, and the SPARQL with them.

Asks nothing itself: names are looked up by the session that binds.
"""

from secgraph.query.about import About
from secgraph.query.parameters import ranges

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from secgraph.query.catalog import Query

    Labels = Callable[[Sequence[str]], Mapping[str, str]]


class Question:
    """A saved query with the values that it is asked with.

    Args:
        query: The saved query.
        terms: For each parameter that has a value its terms, in N-Triples form.
        labels: Gives the labels of the things of some classes, by IRI; called once, when the
            question is first described.
        given: The values as they were given, by parameter.

    Attributes:
        name: Such as ``linkage/between-regions``.
        sparql: The text with the values in it.
    """

    __slots__ = ("_about", "_given", "_labels", "_terms", "name", "query", "sparql")

    def __init__(
        self,
        query: "Query",
        terms: "Mapping[str, Sequence[str]]",
        labels: "Labels",
        given: "Mapping[str, str] | None" = None,
    ) -> None:
        self.name, self.query = query.name, query
        self.sparql = query.fill(terms)
        self._terms, self._labels = terms, labels
        self._given = dict(given or {})
        self._about: About | None = None

    def things(self) -> "dict[str, list[str]]":
        """Give the IRIs of the things that it is asked about, given or default, by parameter."""
        things: dict[str, list[str]] = {}
        for name, parameter in self.query.params.items():
            terms = self._terms.get(name) or parameter.default.split()
            iris = [parameter.shown(term, {})[0] for term in terms if term != "UNDEF"]
            if parameter.classes and iris:
                things[name] = iris
        return things

    def texts(self, parameter: str) -> "list[str]":
        """Give the values of a parameter that takes literals, as they were given."""
        value = self._given.get(parameter)
        if value is None:
            return []
        return ranges(value) if self.query.params[parameter].many else [value]

    @property
    def values(self) -> "dict[str, list[str]]":
        """The terms of each variable that takes values, given or default."""
        values: dict[str, list[str]] = {}
        for name, parameter in self.query.params.items():
            values.setdefault(parameter.variable, []).extend(self._terms.get(name) or [])
        for parameter in self.query.params.values():
            values[parameter.variable] = values[parameter.variable] or parameter.default.split()
        return values

    @property
    def command(self) -> str:
        """The command that asks it with the same values."""
        import shlex

        values = [f"{name}={value}" for name, value in self._given.items()]
        return shlex.join(["secgraph", "run", self.name, *values])

    @property
    def about(self) -> About:
        """What is asked, and what each parameter stands for, given or default."""
        if self._about is None:
            values = []
            given = {self.query.params[name].variable for name in self._terms}
            for name, parameter in self.query.params.items():
                default = [] if parameter.variable in given else parameter.default.split()
                terms = self._terms.get(name) or default
                labels = self._labels(parameter.classes) if parameter.classes else {}
                pairs = [parameter.shown(term, labels) for term in terms if term != "UNDEF"]
                if pairs:
                    values.append((parameter.label, pairs))
            self._about = About(self.name, self.query.summary, values, self.query.bars)
        return self._about
