"""Describe the parameters of saved queries, and take lists and ranges of values apart.

Looks up no name.
"""

import re

from secgraph.errors import BadValue
from secgraph.namespaces import expand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_RANGE = re.compile(r"(\d+)-(\d+)\Z")


class Parameter:
    """One parameter of a saved query.

    Attributes:
        name: What the user calls it.
        label: What it is, in a few words.
        classes: IRIs of the classes whose things may be its value; empty for a literal.
        datatype: IRI of the literal's datatype; None for a thing.
        variable: The SPARQL variable in whose VALUES the value goes; where a query has several of
            these, into each.
        many: Whether several values may be given.
        optional: Whether its default is UNDEF.
        default: The terms between the braces, as the file has them.
    """

    __slots__ = (
        "classes",
        "datatype",
        "default",
        "label",
        "many",
        "name",
        "optional",
        "spans",
        "variable",
    )

    def __init__(self, name: str, fields: "Mapping[str, str | list[str]]") -> None:
        self.name = name
        self.label = str(fields.get("label", name))
        classes = fields.get("class", [])
        self.classes = [
            expand(each) or each for each in ([classes] if isinstance(classes, str) else classes)
        ]
        datatype = fields.get("datatype")
        self.datatype = (expand(str(datatype)) or str(datatype)) if datatype else None
        self.variable = str(fields.get("var", name))
        self.many = fields.get("many") == "true"
        self.spans: list[tuple[int, int]] = []
        self.default = ""
        self.optional = False

    def shown(self, term: str, labels: "Mapping[str, str]") -> "tuple[str, str]":
        """Give the IRI of a term and its label, or of a literal twice what it says."""
        if self.classes:
            iri = expand(term) or term.strip("<>")
            return iri, labels.get(iri, iri)
        return term, term.partition('"^^')[0].strip('"')


def ranges(text: str) -> "list[str]":
    """Take ``a,b`` apart, and ``76-78`` into its numbers."""
    parts: list[str] = []
    for part in filter(None, (each.strip() for each in text.split(","))):
        span = _RANGE.match(part)
        if not span:
            parts.append(part)
        elif 0 <= int(span[2]) - int(span[1]) < 1000:
            parts += map(str, range(int(span[1]), int(span[2]) + 1))
        else:
            raise BadValue(text, "a range goes up, by less than a thousand")
    return parts
