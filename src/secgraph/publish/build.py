"""Make the files of a release, the same bytes each time.

Gives them as bytes: where they go is for the caller.
"""

from secgraph.dataset import release, serialize
from secgraph.linking import rdf
from secgraph.publish import owl, page, void
from secgraph.publish.void import File
from secgraph.query import catalog, publish

STORES = "-stores.nt"
"""How the name of the file ends that stores load."""

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
        The release in each format, and once without blank nodes for stores; as one ontology with
        individuals declared (``.owl``); ``ontology.ttl`` and ``secgraph.owl``, the ontology alone;
        ``ontology.html``, its page; ``shapes.ttl``; ``inferred.ttl``, what rules conclude;
        ``queries.ttl``, the saved queries; ``void.ttl``, the description of the dataset and its
        files; ``SHA256SUMS``.
    """
    quads = serialize.quads()
    blank = serialize.with_blank_nodes(quads)
    stem = f"secgraph-{release.version()}"
    made = [
        File(f"{stem}.{format}", media, _WHAT[format], serialize.write(format, blank))
        for format, media in serialize.FORMATS.items()
    ]
    made += [
        File(
            stem + STORES,
            "application/n-triples",
            "the whole release for stores: IRIs in place of blank nodes, so that loading it twice "
            "is loading it once",
            serialize.write("nt", quads),
        ),
        File(
            f"{stem}.owl",
            "application/rdf+xml",
            "the whole release as one ontology, its individuals declared",
            owl.whole(blank),
        ),
        File(
            "ontology.ttl",
            "text/turtle",
            "the ontology alone",
            serialize.ontology(),
        ),
        File(
            "secgraph.owl",
            "application/rdf+xml",
            "the ontology alone, for editors: individuals declared, labels told apart",
            owl.ontology(blank),
        ),
        File("ontology.html", "text/html", "the ontology as a page", page.page(blank)),
        File(
            "shapes.ttl",
            "text/turtle",
            "the shapes (SHACL) that data is checked against",
            serialize.shapes(),
        ),
        File(
            "inferred.ttl",
            "text/turtle",
            "what the rules conclude, below the name of each, as an ontology of its own",
            owl.inferred(quads),
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
