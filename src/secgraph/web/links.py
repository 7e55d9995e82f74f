"""Give the addresses that pages link to: on a server, or relative, in a static site.

Knows which pages there are from the graph; makes none.
"""

from collections.abc import Collection, Mapping
from urllib.parse import quote, urlencode

from secgraph.web import addresses
from secgraph.web.context import Context

Values = Mapping[str, str]
"""The values of a question, by parameter."""


class Links:
    """The links of the pages of a server.

    Args:
        context: What the pages are made of.
        prefix: The path below which the server stands, without a slash at the end.

    Attributes:
        static: Whether there is no server, so that only what was written can be reached.
        endings: Of the descriptions of things in RDF.
    """

    static = False
    endings: tuple[str, ...] = tuple(addresses.DATA)

    def __init__(self, context: Context, prefix: str = "") -> None:
        self.context, self.prefix = context, prefix

    def to(self, path: str) -> str:
        """Give the link to a path such as ``/about``; a fragment may follow."""
        return self.prefix + path

    def thing(self, iri: str) -> str:
        """Give the link to the page of an IRI; that IRI where it is of the web, else nothing."""
        if iri in self.context.subjects or self.context.is_of_corpus(iri):
            return self.to(addresses.page_of(iri))
        own = addresses.is_own(iri)
        return iri if iri.startswith(("http://", "https://")) and not own else ""

    def answer(self, name: str, values: Values | None = None, ending: str = "") -> str:
        """Give the link to the answer of a question, as a page or with an ending such as ``.csv``.

        Returns:
            Nothing where the site has no such answer.
        """
        query = f"?{urlencode(values, quote_via=quote)}" if values else ""
        return f"{self.to(f'/query/{name}')}{ending}{query}"

    def whole(self, path: str) -> str:
        """Give the whole address of a path, as it is cited."""
        return self.context.base_url + path

    def permanent(self, name: str, values: Values | None = None) -> str:
        """Give the address of an answer of this release, which stays."""
        query = f"?{urlencode(values, quote_via=quote)}" if values else ""
        return self.whole(f"/r/{self.context.release}/query/{name}{query}")


def value_path(name: str, values: Values) -> str:
    """Give the path of the answer of a question for one value, in a static site."""
    # A server decodes a path before it looks for a file, and some systems take no colon in a name.
    names = {key: quote(value.replace(":", "_"), safe="") for key, value in values.items()}
    return f"/query/{name}" + "".join(f"/{key}/{value}" for key, value in names.items())


def file_of(path: str) -> str:
    """Give the file that a path of a static site is written to, relative to its folder."""
    path = path.lstrip("/")
    if not path or path.endswith("/"):
        return f"{path}index.html"
    last = path.rpartition("/")[2]
    if "." in last and not path.endswith(".html") and not last.startswith("."):
        return path
    if path in ("ns.html", "find.html") or path.startswith("download/"):
        return path
    return f"{path.removesuffix('.html')}/index.html"


class StaticLinks(Links):
    """The links of a page of a static site, relative to it.

    Args:
        context: What the pages are made of.
        path: Of the page that links.
        answers: The paths of the answers that are written, beside those to the default values.
    """

    static = True
    endings = ("ttl", "jsonld")

    def __init__(self, context: Context, path: str, answers: Collection[str]) -> None:
        super().__init__(context)
        self._up = "../" * file_of(path).count("/")
        self._answers = answers

    def to(self, path: str) -> str:
        """Give the link to a path, relative to this page."""
        bare, sharp, fragment = path.partition("#")
        target = bare.lstrip("/") if bare.startswith("/.") else file_of(bare)
        return f"{self._up}{target}{sharp}{fragment}"

    def answer(self, name: str, values: Values | None = None, ending: str = "") -> str:
        """Give the link to an answer that was written; nothing for others."""
        if not values:
            return self.to(f"/query/{name}{ending}")
        path = value_path(name, values)
        return self.to(path + ending) if path in self._answers else ""
