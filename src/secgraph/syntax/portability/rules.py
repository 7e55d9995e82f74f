"""What some store answers otherwise or not at all, as far as the text of a query shows it: a function for each rule.

Each rule was proved by a probe that failed on some store. Asks none itself.
"""

import re

from secgraph.namespaces import PREFIXES
from secgraph.syntax.portability.groups import Element, Group, Token
from secgraph.syntax.portability.ordering import offset, order_aggregate, order_missing, order_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from secgraph.syntax.portability.walk import Walk

    Found = Iterator[tuple[int, str]]
    """Lines, each with what is wrong there and what to write instead."""

_XSD = PREFIXES["xsd"]
_DATES = {_XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth", "time")}
_DURATIONS = {_XSD + name for name in ("duration", "dayTimeDuration", "yearMonthDuration")}
_NEW = {
    "TRIPLE",
    "ISTRIPLE",
    "SUBJECT",
    "PREDICATE",
    "OBJECT",
    "LANGDIR",
    "STRLANGDIR",
    "HASLANG",
    "HASLANGDIR",
}


def named_graph(walk: "Walk") -> "Found":
    """A query names no graph: which one is asked is said beside it."""
    for each in walk.tokens:
        if each.key in ("GRAPH", "FROM"):
            yield (
                each.line,
                f"{each.word} names a graph, and stores differ in where the release stands; leave it out, the graph is said beside the query",
            )


def service(walk: "Walk") -> "Found":
    """A query asks one store."""
    for each in walk.tokens:
        if each.key == "SERVICE":
            yield (
                each.line,
                "SERVICE asks another store, which many stores forbid; ask both and join the answers",
            )


def path_alternative(walk: "Walk") -> "Found":
    """No alternative in a path."""
    for _, each in walk.elements("triple"):
        for token in each.tokens:
            if token.key == "|":
                yield (
                    token.line,
                    "'|' in a path is not taken by Virtuoso; write VALUES ?p { … } ?s ?p ?o, or UNION",
                )


def path_ends(walk: "Walk") -> "Found":
    """A path of any length has an end that is known."""
    for group, each in walk.elements("triple"):
        if any(token.key in ("*", "+", "?") for token in each.tokens) and all(
            end.variable and not _valued(group, end.variable) for end in each.ends
        ):
            path, ends = (
                "".join(token.word for token in each.tokens),
                " and ".join(end.word for end in each.ends),
            )
            yield (
                each.line,
                f"the path {path} has a variable at both ends, {ends}; give one by VALUES or as an IRI, or ask for the steps one by one",
            )


def _valued(group: "Group | None", name: str) -> bool:
    while group is not None:
        if any(each.kind == "values" and name in each.names for each in group.elements):
            return True
        group = group.above
    return False


def optional_first(walk: "Walk") -> "Found":
    """Something is asked before OPTIONAL, in the same group."""
    for group, element in walk.elements("optional"):
        before = group.elements[: group.elements.index(element)]
        if not any(each.has_triple() or each.kind == "values" for each in before):
            yield (
                element.line,
                "OPTIONAL comes before any pattern of its group; move a pattern that always holds above it",
            )


def values_optional(walk: "Walk") -> "Found":
    """A pattern stands between VALUES and OPTIONAL."""
    for group, element in walk.elements("optional"):
        before = group.elements[: group.elements.index(element)]
        if any(each.kind == "values" for each in before) and not any(
            each.has_triple() for each in before
        ):
            yield (
                element.line,
                "VALUES and then OPTIONAL loses rows in rdflib; put a pattern that always holds between them",
            )


def optional_filter(walk: "Walk") -> "Found":
    """A FILTER in OPTIONAL speaks of what the OPTIONAL gives."""
    for group, element in walk.elements("filter"):
        strange = (
            sorted({each.variable for each in element.tokens if each.variable} - group.bound())
            if group.role == "optional"
            else []
        )
        if strange:
            yield (
                element.line,
                f"FILTER in OPTIONAL uses {', '.join(strange)} from outside it; take it out of the OPTIONAL, as BIND (IF(…))",
            )


def minus_shared(walk: "Walk") -> "Found":
    """MINUS shares a variable with what stands before it."""
    for group, element in walk.elements("minus"):
        before = set[str]().union(
            *(each.bound() for each in group.elements[: group.elements.index(element)])
        )
        if not before & element.groups[0].bound():
            yield (
                element.line,
                "MINUS shares no variable with what stands before it and takes nothing away; share one, or write FILTER NOT EXISTS",
            )


def exists_value(walk: "Walk") -> "Found":
    """EXISTS stands in FILTER alone."""
    for words in [
        *(each.head for each in walk.queries),
        *(each.tail for each in walk.queries),
        *(each.tokens for _, each in walk.elements("bind")),
    ]:
        for token in words:
            if token.key == "EXISTS":
                yield (
                    token.line,
                    'EXISTS as a value is not taken everywhere; write OPTIONAL and IF(BOUND(?x), "yes", "no")',
                )


def group_concat(walk: "Walk") -> "Found":
    """GROUP_CONCAT has DISTINCT and SEPARATOR."""
    for words in walk.expressions:
        for place, token in enumerate(words):
            if token.key == "GROUP_CONCAT":
                inner = [each.key for each in _call(words, place)]
                missing = [each for each in ("DISTINCT", "SEPARATOR") if each not in inner]
                if missing:
                    yield (
                        token.line,
                        f'GROUP_CONCAT has no {" and no ".join(missing)}; write GROUP_CONCAT(DISTINCT STR(?x); SEPARATOR=" ")',
                    )


def sum_of_nothing(walk: "Walk") -> "Found":
    """SUM says what it is of no rows; a group has rows."""
    for query in walk.queries:
        if any(each.key == "GROUP" for each in query.tail):
            continue
        words = [*query.head, *query.tail]
        for place, token in enumerate(words):
            if token.key == "SUM" and [each.key for each in words[max(place - 2, 0) : place]] != [
                "COALESCE",
                "(",
            ]:
                yield (
                    token.line,
                    "SUM of no rows is 0 in one store and unbound in another; write COALESCE(SUM(?x), 0), or GROUP BY",
                )


def alias_new(walk: "Walk") -> "Found":
    """A name given by AS is new."""
    for query in walk.queries:
        taken = query.where.bound()
        for alias in query.aliases():
            if alias.variable in taken:
                yield (
                    alias.line,
                    f"AS {alias.word} gives a name that the query uses already; take a new one",
                )
            taken = taken | {alias.variable}
    for group, element in walk.elements("bind"):
        before = set[str]().union(
            *(each.bound() for each in group.elements[: group.elements.index(element)])
        )
        if element.names[0] in before:
            yield (
                element.line,
                f"AS {element.names[0]} gives a name that the group uses already; take a new one",
            )


def language_equal(walk: "Walk") -> "Found":
    """Languages are matched, not compared."""
    for words in walk.expressions:
        for place, token in enumerate(words):
            if token.key != "LANG":
                continue
            after = place + len(_call(words, place)) + 3
            beside = {
                words[place - 1].key if place else "",
                words[after].key if after < len(words) else "",
            }
            if beside & {"=", "!=", "IN", "NOT"}:
                yield (
                    token.line,
                    'LANG(…) is compared, and tags differ in case between stores; write LANGMATCHES(LANG(?x), "en")',
                )


def typed_string(walk: "Walk") -> "Found":
    """A plain string has no datatype."""
    for _, token, datatype in _typed(walk):
        if datatype == _XSD + "string":
            yield (
                token.line,
                "^^xsd:string makes another term of a plain string in some stores; leave it out",
            )


def date_cast(walk: "Walk") -> "Found":
    """No cast to a date."""
    for words in walk.expressions:
        for place, token in enumerate(words):
            if (
                ":" in token.word
                and _call(words, place)
                and walk.expand(token.word) in _DATES - {_XSD + "dateTime"}
            ):
                yield (
                    token.line,
                    f"{token.word}(…) is no cast that every store has; compare dateTimes, or SUBSTR(STR(?d), 1, 10)",
                )


def date_arithmetic(walk: "Walk") -> "Found":
    """No reckoning with dates."""
    told = "reckoning with dates is not taken everywhere; compare them, or reckon with xsd:integer(SUBSTR(STR(?d), 1, 4))"
    for place, token, datatype in _typed(walk):
        beside = {
            each.key
            for each in (*walk.tokens[place - 1 : place], *walk.tokens[place + 3 : place + 4])
        }
        if datatype in _DURATIONS or (datatype in _DATES and beside & {"+", "-"}):
            yield token.line, told
    for token in walk.tokens:
        if token.key == "NOW":
            yield token.line, "NOW() gives another answer each time; put the date into a VALUES"


def date_zone(walk: "Walk") -> "Found":
    """Moments are in UTC."""
    for _, token, datatype in _typed(walk):
        if datatype == _XSD + "dateTime" and not token.word.rstrip("\"'").endswith("Z"):
            yield (
                token.line,
                f"{token.word} has no zone or another than UTC, which stores compare differently; end it in Z",
            )


def describe(walk: "Walk") -> "Found":
    """No DESCRIBE."""
    for query in walk.queries:
        if query.form == "DESCRIBE":
            yield query.line, "DESCRIBE gives what each store likes; write CONSTRUCT"


def escaped_iri(walk: "Walk") -> "Found":
    r"""No ``\u`` in an IRI."""
    for each in walk.tokens:
        if each.word.startswith("<") and "\\" in each.word:
            yield (
                each.line,
                f"{each.word} has an escape, which some stores leave as it is; write the character itself",
            )


def rdf_12(walk: "Walk") -> "Found":
    """Nothing of RDF 1.2."""
    for place, each in enumerate(walk.tokens):
        called = (
            each.key in _NEW and place + 1 < len(walk.tokens) and walk.tokens[place + 1].key == "("
        )
        if (
            each.key in ("<<", "{|", "~")
            or called
            or (each.key == "VERSION" and place == 0)
            or (each.word[0] == "@" and "--" in each.word)
        ):
            yield (
                each.line,
                f"{each.word} is of RDF 1.2, which most stores do not take; write a node with properties instead",
            )


def disconnected(walk: "Walk") -> "Found":
    """Patterns that stand together hang together."""
    for group in walk.groups:
        for patterns in _basic(group):
            # A thing that is named links what is said of it.
            told_of = {each.ends[0].word for each in patterns}
            linked = [
                (each, each.bound() | {end.word for end in each.ends if end.word in told_of})
                for each in patterns
                if each.bound()
            ]
            parts: list[set[str]] = []
            for _, names in linked:
                touching = [part for part in parts if part & names]
                parts = [part for part in parts if not part & names] + [names.union(*touching)]
            if len(parts) > 1:
                told = " and ".join(min(part) for part in parts[:2])
                line = next(each.line for each, names in linked if names & parts[1])
                yield (
                    line,
                    f"the patterns with {told} share no variable, so a store may multiply them; link them, or put one part in braces of its own",
                )


def _basic(group: Group) -> "Iterator[list[Element]]":
    """Give the triples of a group that stand together; FILTER does not part them."""
    found: list[Element] = []
    for each in group.elements:
        if each.kind == "triple":
            found.append(each)
        elif each.kind != "filter":
            yield found
            found = []
    yield found


def literal_subject(walk: "Walk") -> "Found":
    """What may be a literal is no subject."""
    for group in walk.groups:
        triples = [each for each in group.elements if each.kind == "triple"]
        tested = {
            word.variable
            for each in group.elements
            if each.kind == "filter"
            for word in _tested(each.tokens)
        }
        for each in triples:
            object = each.ends[1].variable
            subjects = {other.ends[0].variable for other in triples} - {each.ends[0].variable}
            if (
                len(each.tokens) == 1
                and each.tokens[0].variable.startswith("?")
                and object.startswith("?")
                and object in subjects - tested
            ):
                path, told = each.tokens[0].word, each.ends[1].word
                yield (
                    each.line,
                    f"{told} of any property {path} may be a literal, and as a subject it costs Virtuoso rows; add FILTER (isIRI({told}))",
                )


# Not isLiteral: by the plan in question Virtuoso lost the rows with it all the same.
def _tested(words: "list[Token]") -> "list[Token]":
    return [
        each
        for place, token in enumerate(words)
        if token.key == "ISIRI"
        for each in _call(words, place)
    ]


def ascii_pattern(walk: "Walk") -> "Found":
    """Regular expressions are of ASCII."""
    for words in walk.expressions:
        for place, token in enumerate(words):
            if token.key in ("REGEX", "REPLACE"):
                strange = [
                    each.word
                    for each in _call(words, place)
                    if each.word[0] in "\"'" and not each.word.isascii()
                ]
                if strange:
                    yield (
                        token.line,
                        f"{token.word} has {strange[0]}, and stores count such letters differently; match ASCII, or compare whole strings",
                    )


def division(walk: "Walk") -> "Found":
    """A division is of decimals, and not by zero."""
    for words in walk.expressions:
        for place, token in enumerate(words):
            if token.key != "/":
                continue
            by = words[place + 1 : place + 3]
            guarded = [each.key for each in by] == ["IF", "("] or bool(
                by and re.fullmatch(r"\d*[1-9]\d*\.\d+", by[0].word)
            )
            if not guarded or not any(re.fullmatch(r"\d+\.\d+", each.word) for each in words):
                # One store gives a column the width of the first of two alternatives, and 0.0 is
                # too narrow for what follows.
                yield (
                    token.line,
                    "'/' of whole numbers, or by zero, differs between stores; write 1.0 * ?n / IF(?d = 0, 1, ?d)",
                )


def _call(words: "list[Token]", place: int) -> "list[Token]":
    """Give what stands in the parentheses after a name, without them; nothing where there are none."""
    depth = 0
    for at in range(place + 1, len(words)):
        depth += (words[at].key == "(") - (words[at].key == ")")
        if not depth:
            return words[place + 2 : at]
    return []


def _typed(walk: "Walk") -> "Iterator[tuple[int, Token, str]]":
    """Give each literal with a datatype: its place, itself, and the IRI of the datatype."""
    for place, token in enumerate(walk.tokens[:-2]):
        if walk.tokens[place + 1].key == "^^" and token.word[0] in "\"'":
            yield place, token, walk.expand(walk.tokens[place + 2].word)


RULES: "dict[str, Callable[[Walk], Found]]" = {
    each.__name__.replace("_", "-"): each
    for each in (
        named_graph,
        service,
        path_alternative,
        path_ends,
        optional_first,
        values_optional,
        optional_filter,
        minus_shared,
        exists_value,
        group_concat,
        sum_of_nothing,
        alias_new,
        language_equal,
        typed_string,
        date_cast,
        date_arithmetic,
        date_zone,
        order_missing,
        order_plain,
        order_aggregate,
        offset,
        describe,
        escaped_iri,
        rdf_12,
        disconnected,
        literal_subject,
        ascii_pattern,
        division,
    )
}
"""The rules that the text of a query shows, by name."""

OF_A_SERVICE = ("service", "language-equal")
"""The rules that a question may break which asks another store.

That it does, and that inside it speaks to one store, whose tags are known.
"""

BY_RUNNING = {
    "same-rows": "each question and hygiene check gives the same rows, in the same order, on every engine that the tests have",
    "no-duplicates": "the same, with a union default graph over graphs that overlap",
    "known-value": "a thing that the graph does not have never gets into a query, so no path starts there",
    "whole-answer": "an answer that a store cuts short is an error of the client",
}
"""What only running shows, each with the test of it.

Together with :data:`RULES` all that portability asks.
"""
