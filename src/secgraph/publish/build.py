"""Make the files of a release, the same bytes each time.

Gives them as bytes: where they go is for the caller.
"""

from secgraph.claims import inference
from secgraph.dataset import release, serialize
from secgraph.linking import rdf
from secgraph.publish import void
from secgraph.publish.void import File
from secgraph.query import catalog, publish

_WHAT = {
    "nt": "the whole release, one graph, a statement a line",
    "ttl": "the whole release, one graph",
    "rdf": "the whole release, one graph",
    "jsonld": "the whole release, one graph, with a context",
    "nq": "the whole release, a graph for each part, a statement a line",
    "trig": "the whole release, a graph for each part",
}


def files() -> list[File]:
    """Give the files of the release by name; the digests of all others come last.

    Returns:
        The release in each format; ``ontology.ttl`` alone, with its blank nodes; ``inferred.ttl``,
        what rules conclude; ``queries.ttl``, the saved queries; ``void.ttl``, the description of
        the dataset and its files; ``SHA256SUMS``.
    """
    quads = serialize.quads()
    stem = f"secgraph-{release.version()}"
    made = [
        File(f"{stem}.{format}", media, _WHAT[format], serialize.write(format, quads))
        for format, media in serialize.FORMATS.items()
    ]
    made += [
        File(
            "ontology.ttl",
            "text/turtle",
            "the ontology alone, with the blank nodes that OWL needs",
            serialize.ontology(),
        ),
        File(
            "inferred.ttl",
            "text/turtle",
            "what the rules conclude, below the name of each",
            inference.derive(),
        ),
        File(
            "queries.ttl",
            "text/turtle",
            "the saved queries, described as sh:SPARQLExecutable",
            publish.described(catalog.packaged().all()),
        ),
    ]
    about = serialize.serialized(void.describe(quads, made, rdf.linksets()), "ttl")
    made.append(
        File("void.ttl", "text/turtle", "the description of the dataset and of its files", about)
    )
    made.sort(key=lambda file: file.name)
    sums = "".join(f"{file.sha256}  {file.name}\n" for file in made)
    return [
        *made,
        File("SHA256SUMS", "text/plain", "the digests of all other files", sums.encode()),
    ]
