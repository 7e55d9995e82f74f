"""Rules of portability about graphs, groups and triple patterns.

Each rule was proved by a probe that failed on some store. Asks none itself.
"""

from collections.abc import Iterator

from secgraph.syntax.portability.groups import (
    Element,
    Group,
    Token,
    Violations,
    arguments,
    bound_by,
)
from secgraph.syntax.portability.parse import ParsedQuery


def named_graph(parsed: ParsedQuery) -> Violations:
    """A query names no graph: which one is asked is said beside it."""
    for token in parsed.tokens:
        if token.key in ("GRAPH", "FROM"):
            yield (
                token.line,
                f"{token.word} names a graph, and stores differ in where the release stands; "
                "leave it out, the graph is said beside the query",
            )


def service(parsed: ParsedQuery) -> Violations:
    """A query asks one store."""
    for token in parsed.tokens:
        if token.key == "SERVICE":
            yield (
                token.line,
                "SERVICE asks another store, which many stores forbid; "
                "ask both and join the answers",
            )


def path_alternative(parsed: ParsedQuery) -> Violations:
    """No alternative in a path."""
    for _, triple in parsed.elements("triple"):
        for token in triple.tokens:
            if token.key == "|":
                yield (
                    token.line,
                    "'|' in a path is not taken by Virtuoso; "
                    "write VALUES ?p { … } ?s ?p ?o, or UNION",
                )


def path_ends(parsed: ParsedQuery) -> Violations:
    """A path of any length has an end that is known."""
    for group, triple in parsed.elements("triple"):
        repeats = any(token.key in ("*", "+", "?") for token in triple.tokens)
        if repeats and not any(_known(group, end) for end in triple.ends):
            path = "".join(token.word for token in triple.tokens)
            ends = " and ".join(end.word for end in triple.ends)
            yield (
                triple.line,
                f"the path {path} has a variable at both ends, {ends}; "
                "give one by VALUES or as an IRI, or ask for the steps one by one",
            )


def _known(group: Group | None, end: Token) -> bool:
    """Whether the end of a path is no variable, or one that VALUES binds around it."""
    if not end.variable:
        return True
    while group is not None:
        for element in group.elements:
            if element.kind == "values" and end.variable in element.names:
                return True
        group = group.outer
    return False


def optional_first(parsed: ParsedQuery) -> Violations:
    """Something is asked before OPTIONAL, in the same group."""
    for group, optional in parsed.elements("optional"):
        before = group.before(optional)
        if not any(element.has_triple() or element.kind == "values" for element in before):
            yield (
                optional.line,
                "OPTIONAL comes before any pattern of its group; "
                "move a pattern that always holds above it",
            )


def values_optional(parsed: ParsedQuery) -> Violations:
    """A pattern stands between VALUES and OPTIONAL."""
    for group, optional in parsed.elements("optional"):
        before = group.before(optional)
        has_values = any(element.kind == "values" for element in before)
        if has_values and not any(element.has_triple() for element in before):
            yield (
                optional.line,
                "VALUES and then OPTIONAL loses rows in rdflib; "
                "put a pattern that always holds between them",
            )


def optional_filter(parsed: ParsedQuery) -> Violations:
    """A FILTER in OPTIONAL speaks of what the OPTIONAL gives."""
    for group, condition in parsed.elements("filter"):
        if group.role != "optional":
            continue
        used = {token.variable for token in condition.tokens if token.variable}
        if foreign := sorted(used - group.bound()):
            yield (
                condition.line,
                f"FILTER in OPTIONAL uses {', '.join(foreign)} from outside it; "
                "take it out of the OPTIONAL, as BIND (IF(…))",
            )


def minus_shared(parsed: ParsedQuery) -> Violations:
    """MINUS shares a variable with what stands before it."""
    for group, minus in parsed.elements("minus"):
        if not bound_by(group.before(minus)) & minus.groups[0].bound():
            yield (
                minus.line,
                "MINUS shares no variable with what stands before it and takes nothing away; "
                "share one, or write FILTER NOT EXISTS",
            )


def alias_new(parsed: ParsedQuery) -> Violations:
    """A name given by AS is new."""
    for query in parsed.queries:
        taken = query.where.bound()
        for alias in query.aliases():
            if alias.variable in taken:
                yield (
                    alias.line,
                    f"AS {alias.word} gives a name that the query uses already; take a new one",
                )
            taken = taken | {alias.variable}
    for group, bind in parsed.elements("bind"):
        if bind.names[0] in bound_by(group.before(bind)):
            yield (
                bind.line,
                f"AS {bind.names[0]} gives a name that the group uses already; take a new one",
            )


def describe(parsed: ParsedQuery) -> Violations:
    """No DESCRIBE."""
    for query in parsed.queries:
        if query.form == "DESCRIBE":
            yield query.line, "DESCRIBE gives what each store likes; write CONSTRUCT"


def disconnected(parsed: ParsedQuery) -> Violations:
    """Patterns that stand together are linked by variables."""
    for group in parsed.groups:
        for patterns in _basic_patterns(group):
            linked = _linking_names(patterns)
            parts = _connected([names for _, names in linked])
            if len(parts) > 1:
                samples = " and ".join(min(part) for part in parts[:2])
                yield (
                    next(triple.line for triple, names in linked if names & parts[1]),
                    f"the patterns with {samples} share no variable, so a store may multiply "
                    "them; link them, or put one part in braces of its own",
                )


def _basic_patterns(group: Group) -> Iterator[list[Element]]:
    """Give the triples of a group that stand together; FILTER does not part them."""
    triples: list[Element] = []
    for element in group.elements:
        if element.kind == "triple":
            triples.append(element)
        elif element.kind != "filter":
            yield triples
            triples = []
    yield triples


def _linking_names(patterns: list[Element]) -> list[tuple[Element, set[str]]]:
    """Give, for each pattern with variables, these and the terms that are subjects elsewhere."""
    subjects = {triple.ends[0].word for triple in patterns}
    return [
        (triple, triple.bound() | {end.word for end in triple.ends if end.word in subjects})
        for triple in patterns
        if triple.bound()
    ]


def _connected(sets: list[set[str]]) -> list[set[str]]:
    """Unite the sets that share a member."""
    parts: list[set[str]] = []
    for names in sets:
        touching = [part for part in parts if part & names]
        parts = [part for part in parts if not part & names] + [names.union(*touching)]
    return parts


def literal_subject(parsed: ParsedQuery) -> Violations:
    """What may be a literal is no subject."""
    for group in parsed.groups:
        triples = [element for element in group.elements if element.kind == "triple"]
        tested = _tested_by_is_iri(group)
        for triple in triples:
            subject, object = triple.ends
            subjects = {other.ends[0].variable for other in triples} - {subject.variable}
            if _any_property(triple) and object.variable in subjects - tested:
                yield (
                    triple.line,
                    f"{object.word} of any property {triple.tokens[0].word} may be a literal, and "
                    "as a subject it costs Virtuoso rows; "
                    f"add FILTER (isIRI({object.word}))",
                )


def _any_property(triple: Element) -> bool:
    """Whether the property and the object are variables (and no blank nodes)."""
    return (
        len(triple.tokens) == 1
        and triple.tokens[0].variable.startswith("?")
        and triple.ends[1].variable.startswith("?")
    )


def _tested_by_is_iri(group: Group) -> set[str]:
    # Not isLiteral: by the plan in question Virtuoso lost the rows with it all the same.
    return {
        argument.variable
        for element in group.elements
        if element.kind == "filter"
        for place, token in enumerate(element.tokens)
        if token.key == "ISIRI"
        for argument in arguments(element.tokens, place)
    }
