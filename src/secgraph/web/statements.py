"""Give what the graph says of one thing, in the formats of RDF.

Writes the statements of which the thing is the subject, those of their blank nodes, and the labels
of what they name.
"""

import json

import pyoxigraph

from secgraph.dataset import serialize
from secgraph.namespaces import PREFIXES
from secgraph.web import addresses
from secgraph.web.context import Context

_LABEL = PREFIXES["rdfs"] + "label"

_DEPTH = 4
"""So many blank nodes deep, one in another, a description goes."""


def about(context: Context, iri: str) -> list[pyoxigraph.Triple]:
    """List the statements about a thing, sorted, the labels of what they name among them."""
    store = context.session.store
    answer = store.ask(f"CONSTRUCT {{ <{iri}> ?p ?o }} WHERE {{ <{iri}> ?p ?o }}")
    triples = {str(triple): triple for triple in answer.triples or ()}
    nested = " . ".join(f"?b{n} ?p{n} ?b{n + 1}" for n in range(1, _DEPTH))
    for depth in range(2, _DEPTH + 1):
        path = " . ".join(nested.split(" . ")[: depth - 1])
        blanks = " ".join(f"FILTER (isBlank(?b{n}))" for n in range(1, depth))
        if not any(isinstance(triple.object, pyoxigraph.BlankNode) for triple in triples.values()):
            break
        deeper = store.ask(f"CONSTRUCT {{ {path} }} WHERE {{ <{iri}> ?p ?b1 . {path} {blanks} }}")
        triples |= {str(triple): triple for triple in deeper.triples or ()}
    named = {
        term.value
        for triple in triples.values()
        for term in (triple.predicate, triple.object)
        if isinstance(term, pyoxigraph.NamedNode) and term.value in context.labels
    }
    for name in named - {iri}:
        triple = pyoxigraph.Triple(
            pyoxigraph.NamedNode(name),
            pyoxigraph.NamedNode(_LABEL),
            pyoxigraph.Literal(context.labels[name], language="en"),
        )
        triples[str(triple)] = triple
    return [triples[key] for key in sorted(triples, key=lambda key: (f"<{iri}>" not in key, key))]


def written(triples: list[pyoxigraph.Triple], ending: str) -> bytes:
    """Write statements in the format of an ending of :data:`addresses.DATA`."""
    if ending == "jsonld":
        return (json.dumps(linked(triples), ensure_ascii=False, indent=1) + "\n").encode()
    return serialize.serialized(triples, ending)


def linked(triples: list[pyoxigraph.Triple]) -> dict[str, object]:
    """Give statements as JSON-LD with a context, the nodes in their order."""
    nodes: dict[str, dict[str, object]] = {}
    used = set()
    for triple in triples:
        node = nodes.setdefault(_name(triple.subject), {"@id": _name(triple.subject)})
        predicate = triple.predicate.value
        prefix = next((one for one, space in PREFIXES.items() if predicate.startswith(space)), "")
        if prefix:
            used.add(prefix)
            predicate = f"{prefix}:{predicate[len(PREFIXES[prefix]) :]}"
        key, value = predicate, _value(triple.object)
        if triple.predicate.value == PREFIXES["rdf"] + "type":
            key, value = "@type", _name(triple.object)
        values = node.setdefault(key, [])
        if isinstance(values, list):
            values.append(value)
    context = {prefix: PREFIXES[prefix] for prefix in sorted(used)}
    return {"@context": context, "@graph": list(nodes.values())}


def _name(term: object) -> str:
    value = getattr(term, "value", None)
    name = value if isinstance(value, str) else str(term)
    return f"_:{name}" if isinstance(term, pyoxigraph.BlankNode) else name


def _value(term: object) -> object:
    if not isinstance(term, pyoxigraph.Literal):
        return {"@id": _name(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == PREFIXES["xsd"] + "string":
        return term.value
    return {"@value": term.value, "@type": term.datatype.value}


def media(ending: str) -> str:
    """Give the media type of an ending, with its charset where that is text."""
    name = addresses.DATA[ending]
    return f"{name}; charset=utf-8" if name == "text/turtle" else name
