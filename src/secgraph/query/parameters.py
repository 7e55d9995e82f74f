"""Describe the parameters of saved queries, and split lists and ranges of values.

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
        name: The key under which the user gives values.
        label: A description in a few words.
        classes: IRIs of the classes whose members may be its value; empty for a literal.
        datatype: IRI of the literal's datatype; None for a thing.
        variable: The SPARQL variable whose VALUES blocks take the value, each of them.
        many: Whether several values may be given.
        optional: Whether its default is UNDEF.
        spans: Start and end of the text between the braces of each VALUES block, in code points.
        default: The terms between the braces, as in the file.
        example: A value, for one that has no default; empty where the header has none.
    """

    __slots__ = (
        "classes",
        "datatype",
        "default",
        "example",
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
        names = [classes] if isinstance(classes, str) else classes
        self.classes = [expand(name) or name for name in names]
        datatype = fields.get("datatype")
        self.datatype = (expand(str(datatype)) or str(datatype)) if datatype else None
        self.variable = str(fields.get("var", name))
        self.many = fields.get("many") == "true"
        self.example = str(fields.get("example", ""))
        self.spans: list[tuple[int, int]] = []
        self.default = ""
        self.optional = False

    def parts(self, value: str) -> "list[str]":
        """Take what was given for it apart, where it takes several values.

        Raises:
            BadValue: There is no value, or an empty one.
        """
        values = ranges(value) if self.many else [value]
        if not values or not all(part.strip() for part in values):
            raise BadValue(value, f"{self.name} ({self.label}) needs a value")
        return values

    def shown(self, term: str, labels: "Mapping[str, str]") -> "tuple[str, str]":
        """Give the IRI of a term and its label; of a literal, the term and its plain value."""
        if self.classes:
            iri = expand(term) or term.strip("<>")
            return iri, labels.get(iri, iri)
        return term, term.partition('"^^')[0].strip('"')


def ranges(text: str) -> "list[str]":
    """Split ``a,b`` at commas, and expand ``76-78`` to its numbers."""
    parts: list[str] = []
    for part in filter(None, map(str.strip, text.split(","))):
        span = _RANGE.match(part)
        if not span:
            parts.append(part)
        elif 0 <= int(span[2]) - int(span[1]) < 1000:
            parts += map(str, range(int(span[1]), int(span[2]) + 1))
        else:
            raise BadValue(text, "a range goes up, by less than a thousand")
    return parts
