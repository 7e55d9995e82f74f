"""What the graph knows and a corpus is asked with: things with their labels, and some statements.

Copies no claim's words: of claims only which things they involve.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from secgraph.namespaces import PREFIXES, SG

Ask = Callable[[str], Sequence[Sequence[str]]]

PREDICATES = (
    SG + "hasContent",
    SG + "involves",
    PREFIXES["org"] + "organization",
    PREFIXES["org"] + "member",
    SG + "isCastIn",
    SG + "isCastBy",
    SG + "hasVoteOption",
    SG + "hasStart",
)
"""The statements that are kept; ``sg:hasStart`` of events in which votes are cast only."""

_LABELS = f"""SELECT ?thing ?label WHERE {{
  ?thing <{PREFIXES["rdfs"]}label> ?label .
  FILTER (LANGMATCHES(LANG(?label), "en"))
}} ORDER BY STR(?thing) STR(?label)"""
_CLASSES = f"""SELECT ?thing (MIN(STR(?class)) AS ?name) WHERE {{
  ?thing a ?class .
  FILTER (STRSTARTS(STR(?class), "{SG}"))
}} GROUP BY ?thing"""
_CLAIMS = f"""SELECT ?claim ?content ?thing WHERE {{
  ?claim a <{SG}Claim> ; <{SG}hasContent> ?content .
  ?content <{SG}involves> ?thing .
}}"""
_MEMBERS = f"""SELECT ?membership ?grouping ?member WHERE {{
  ?membership <{PREFIXES["org"]}organization> ?grouping ; <{PREFIXES["org"]}member> ?member .
}}"""
_VOTES = f"""SELECT ?vote ?event ?state ?option WHERE {{
  ?vote <{SG}isCastIn> ?event ; <{SG}isCastBy> ?state ; <{SG}hasVoteOption> ?option .
}}"""
_EVENTS = f"""SELECT DISTINCT ?event ?start WHERE {{
  ?vote <{SG}isCastIn> ?event . ?event <{SG}hasStart> ?start .
}}"""


class Dictionary:
    """The key of each thing; a key that was given once is never given to another thing.

    Args:
        keys: Those that were given before, by IRI.
    """

    def __init__(self, keys: Mapping[str, int]) -> None:
        self.keys = dict(keys)
        self._next = max(self.keys.values(), default=0) + 1

    def add(self, iris: Iterable[str]) -> None:
        """Give keys to things that have none."""
        for iri in sorted({iri for iri in iris if iri not in self.keys}):
            self.keys[iri] = self._next
            self._next += 1


def statements(ask: Ask) -> list[tuple[str, str, str, str]]:
    """Give the statements that are kept.

    Returns:
        Subject, predicate, object and value, one of the last two empty; in no order, since to
        sort the votes of a whole record takes longer than to read them.
    """
    content, involves, organization, member, cast_in, cast_by, option, start = PREDICATES
    found: dict[tuple[str, str, str, str], None] = {}
    for claim, proposition, thing in ask(_CLAIMS):
        found[claim, content, proposition, ""] = None
        found[proposition, involves, thing, ""] = None
    for membership, grouping, one in ask(_MEMBERS):
        found[membership, organization, grouping, ""] = None
        found[membership, member, one, ""] = None
    for vote, event, state, chosen in ask(_VOTES):
        found[vote, cast_in, event, ""] = None
        found[vote, cast_by, state, ""] = None
        found[vote, option, chosen, ""] = None
    for event, date in ask(_EVENTS):
        found[event, start, "", date] = None
    return list(found)


def columns(
    rows: Sequence[tuple[str, str, str, str]], keys: Mapping[str, int]
) -> dict[str, list[Any]]:
    """Give the columns of the table of facts, sorted by predicate, subject and object."""
    coded = sorted(
        (keys[predicate], keys[subject], keys[thing] if thing else 0, value)
        for subject, predicate, thing, value in rows
    )
    return {
        "subject": [row[1] for row in coded],
        "predicate": [row[0] for row in coded],
        "object": [row[2] or None for row in coded],
        "value": [row[3] or None for row in coded],
    }


def things(ask: Ask, keys: Mapping[str, int], labels: Mapping[str, str]) -> dict[str, list[Any]]:
    """Give the columns of the table of things.

    Args:
        ask: Answers a SELECT query of the graph with plain strings.
        keys: Of the things.
        labels: Of things that the graph does not have.
    """
    known = dict(labels)
    for iri, label in reversed(ask(_LABELS)):
        known[iri] = label
    classes = {row[0]: row[1] for row in ask(_CLASSES)}
    ordered = sorted(keys, key=keys.__getitem__)
    return {
        "thing": [keys[iri] for iri in ordered],
        "iri": ordered,
        "label": [known.get(iri) or iri.replace("#", "/").rpartition("/")[2] for iri in ordered],
        "class": [classes.get(iri, "") for iri in ordered],
    }
