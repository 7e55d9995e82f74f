"""Answer a saved question for programs: rows with the passages and sources behind each.

Knows no protocol; the rows are those of ``secgraph run``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from secgraph.namespaces import curies
from secgraph.query.about import Backing
from secgraph.query.result import Result
from secgraph.query.sessions import Session

Json = dict[str, Any]

_ELSEWHERE = ("standing", "evidence", "document")
"""Columns that the line below a row has already."""

FACT, COUNT = "a fact of its source", "a count"
"""The standing of rows that are no claims: of what a source records, and of what is counted."""

MENTION = "a mention that a machine found, and no claim"
"""The standing of a row of a corpus that names a passage."""


@dataclass(frozen=True)
class Answered:
    """The answer to a saved question.

    Attributes:
        name: Of the question.
        result: Its rows.
        backings: For each row what stands behind it.
        defaults: Labels of the parameters that have their default values.
    """

    name: str
    result: Result
    backings: list[list[Backing]]
    defaults: list[str]

    def data(self, limit: int) -> Json:
        """Give it for programs, its first rows."""
        about = self.result.about
        rows = self.result.rows
        data: Json = {
            "question": self.name,
            "asks": about.summary,
            "values": {label: [name for _, name in pairs] for label, pairs in about.values},
            "defaults": self.defaults,
            "count": len(rows),
            "rows": [
                {
                    "values": {name: row[name] for name in self.result.shown},
                    "standing": MENTION
                    if backings and self.name.startswith("corpus/")
                    else standing(row, backings),
                    "evidence": [_evidence(one) for one in backings],
                }
                for row, backings in zip(rows[:limit], self.backings, strict=False)
            ],
            "release": self.result.release,
        }
        if self.result.note:
            data["note"] = self.result.note
        elsewhere = self.result.elsewhere
        if elsewhere is not None:
            data["elsewhere"] = [
                {"question": name, "values": values} for name, values in elsewhere.questions
            ]
        return data

    def text(self, limit: int) -> str:
        """Give it in lines for a model, its first rows."""
        data = self.data(limit)
        asked = "; ".join(
            f"{label}: {', '.join(names)}{' (default)' if label in self.defaults else ''}"
            for label, names in data["values"].items()
        )
        lines = [f"{data['asks']} ({asked})" if asked else data["asks"]]
        count = data["count"]
        lines.append(f"{count} row{'' if count == 1 else 's'} of {self.name}")
        for row in data["rows"]:
            cells = "; ".join(
                f"{name}: {curies(value)}"
                for name, value in row["values"].items()
                if value and name not in _ELSEWHERE
            )
            evidence = ", ".join(f"{one['id']} of {one['of']}" for one in row["evidence"])
            lines.append(f"- {cells}")
            lines.append(f"  standing: {row['standing']}; evidence: {evidence or 'none'}")
        if count > len(data["rows"]):
            lines.append(f"… and {count - len(data['rows'])} more; raise limit, or narrow values")
        if self.result.note:
            lines.append(self.result.note)
        if not count:
            lines.append("No rows: nothing here says so, which is no denial.")
        for one in data.get("elsewhere", ()):
            lines.append(f"has rows for these values: {one['question']} {one['values']}")
        return "\n".join(lines)


def answered(session: Session, name: str, given: Mapping[str, str]) -> Answered:
    """Answer a saved question.

    Args:
        session: Where to ask.
        name: Such as ``linkage/between-regions``.
        given: Values as ``secgraph run`` takes them.

    Raises:
        UsageError: No such question, parameter or value.
    """
    result = session.run(name, given)
    parameters = session.queries.get(name).params
    variables = {parameters[one].variable for one in given}
    defaults = [one.label for one in parameters.values() if one.variable not in variables]
    return Answered(name, result, result.backing(), defaults)


def standing(row: Mapping[str, str], backings: list[Backing]) -> str:
    """Say what a row stands on: the standing of its claim, a fact, or a count."""
    if row.get("standing"):
        return row["standing"]
    if any(not one.document for one in backings):
        return FACT
    return "of its claims, see evidence" if backings else COUNT


def _evidence(one: Backing) -> Json:
    return {"id": one.identifier, "of": one.of, "iri": one.iri}
