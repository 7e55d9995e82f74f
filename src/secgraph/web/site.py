"""Write the pages as files of a static site, with relative links, the same bytes each time.

Answers what can be listed: every value of every question with one parameter. What else may be
asked needs a server, and the pages say so.
"""

import json
from collections.abc import Iterator, Mapping

from secgraph.dataset.names import fold
from secgraph.query.catalog import Query
from secgraph.query.parameters import Parameter
from secgraph.query.question import Question
from secgraph.query.result import Result
from secgraph.web import addresses, answers, batches, site_routes, statements
from secgraph.web.context import Context
from secgraph.web.files import Files
from secgraph.web.links import Links, StaticLinks, file_of, value_path
from secgraph.web.pages import (
    ask,
    document,
    find,
    home,
    ontology,
    plain,
    question,
    questions,
    thing,
)
from secgraph.web.rendering import STATIC, Page, render, static

MARK = "secgraph-site.json"
"""The file by which a folder is known as a site of ours."""

_ENDINGS = (".csv", ".tsv", ".json", ".md", ".srj", ".rq", ".ttl")

Answers = dict[str, tuple[answers.Answered, str]]
"""Answers by the path of their page, with the label of the value."""


def files(context: Context) -> dict[str, bytes]:
    """Make the files of the site, by name."""
    return _Site(context).files()


def single(query: Query) -> Parameter | None:
    """Give the one parameter of a question, beside the document, whose values can be listed."""
    own = [one for one in query.params.values() if one.name != "document"]
    if len(own) != 1 or not own[0].classes or own[0].many:
        return None
    return own[0]


class _Site:
    """The making of a site."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.made: dict[str, bytes] = {}
        self.answers = dict(self._answers())
        self.paths = frozenset(self.answers)
        self.choices: dict[str, list[tuple[str, str]]] = {}
        for path, (answered, label) in self.answers.items():
            self.choices.setdefault(answered.name, []).append((label, path))
        for choices in self.choices.values():
            choices.sort(key=lambda pair: (fold(pair[0]), pair[1]))

    def files(self) -> dict[str, bytes]:
        """Make all files."""
        self._pages()
        self._questions()
        self._resources()
        self._documents()
        self._rest()
        return {name: self.made[name] for name in sorted(self.made)}

    def _links(self, path: str) -> Links:
        return StaticLinks(self.context, path, self.paths)

    def _add(self, path: str, page: Page, links: Links) -> None:
        page.values.setdefault("choices", [])
        self.made[file_of(path)] = render(self.context, links, page)

    def _answers(self) -> Iterator[tuple[str, tuple[answers.Answered, str]]]:
        """Answer every question with one parameter for each of its values that has rows."""
        for query in self.context.catalog:
            parameter = single(query)
            if parameter is None or query.name.startswith(answers.ELSEWHERE):
                continue
            for iri, asked, result in self._rows(query, parameter):
                value = {parameter.name: self.context.short(parameter, iri)}
                label = self.context.choices(parameter)[iri]
                yield value_path(query.name, value), (answers.Answered(asked, value, result), label)

    def _rows(self, query: Query, parameter: Parameter) -> Iterator[tuple[str, Question, Result]]:
        """Give the values for which a question has rows, with these."""
        session = self.context.session
        iris = sorted(self.context.choices(parameter))
        together = batches.answers(session, query, parameter, iris)
        for iri in iris if together is None else sorted(together):
            asked = answers.bind(self.context, query.name, {parameter.name: iri})
            if together is None:
                result = session.run(query.name, {parameter.name: iri})
            else:
                result = session.result(asked, together[iri])
            if len(result):
                yield iri, asked, result

    def _pages(self) -> None:
        makers = {
            "/": home.page,
            "/query/": questions.page,
            "/doc/": document.documents,
            "/ns.html": ontology.page,
            "/about": plain.about,
        }
        for path, make in makers.items():
            links = self._links(path)
            self._add(path, make(self.context, links), links)
        for area in ("/id/", "/vocab/"):
            links = self._links(area)
            self._add(area, thing.listing(self.context, links, area), links)
        links = self._links("/ask")
        self._add("/ask", ask.page(self.context, links, {}), links)

    def _questions(self) -> None:
        for query in self.context.catalog:
            asked = answers.bind(self.context, query.name, {})
            answered = answers.answer(self.context, asked, {})
            self._question(f"/query/{query.name}", answered, _ENDINGS)
        for path, (answered, _) in self.answers.items():
            self._question(path, answered, (".csv", ".json"))

    def _question(self, path: str, answered: answers.Answered, endings: tuple[str, ...]) -> None:
        links = self._links(path)
        page = question.page(self.context, links, answered)
        is_default = path == f"/query/{answered.name}"
        if is_default:
            page.values["choices"] = [
                (label, links.to(other)) for label, other in self.choices.get(answered.name, [])
            ]
        else:
            page.values["downloads"] = [
                (ending[1:].upper(), links.to(path + ending)) for ending in endings
            ]
            page.values["view"] = ""
            page.alternates = []
        for ending in endings:
            data = self._data(answered, ending)
            if data is not None:
                self.made[file_of(path + ending)] = data
        view = str(page.values["view"])
        if is_default and view:
            drawn = answers.figure(self.context, answered.asked, answered.values, view)
            self.made[file_of(f"{path}/{view}.svg")] = drawn.data
        self._add(path, page, links)

    def _data(self, answered: answers.Answered, ending: str) -> bytes | None:
        if ending in (".rq", ".ttl"):
            return answers.body(self.context, answered.asked, answered.values, ending).data
        if answered.result is None:
            return None
        return answers.data(self.context, answered, ending)

    def _resources(self) -> None:
        for iri in sorted(self.context.subjects):
            path = addresses.page_of(iri).partition("#")[0]
            if path == "/ns.html" or not path.endswith(".html"):
                continue
            links = self._links(path)
            self._add(path, site_routes.resource_page(self.context, links, iri), links)
            self._described(iri)

    def _described(self, iri: str) -> None:
        triples = statements.about(self.context, iri)
        for ending in StaticLinks.endings:
            path = addresses.data_of(iri, ending)
            self.made[file_of(path)] = statements.written(triples, ending)

    def _documents(self) -> None:
        for one in self.context.documents:
            path = f"/doc/{one.slug}/"
            links = self._links(path)
            self._add(path, document.page(self.context, links, one), links)
            self._described(one.iri)
            links = self._links(f"{path}argument")
            self._add(f"{path}argument", document.argument(self.context, links, one), links)
            for other in self.context.documents:
                if other is not one:
                    links = self._links(f"{path}beside/{other.slug}")
                    page = document.beside(self.context, links, one, other)
                    self._add(page.path, page, links)

    def _rest(self) -> None:
        for name in STATIC:
            if name != "sparql.js":  # queries need a server
                self.made[name] = static(name)
        triples = ontology.triples(self.context)
        for ending in StaticLinks.endings:
            self.made[f"ns.{ending}"] = statements.written(triples, ending)
        files = Files(self.context).all()
        for file in files:
            self.made[f"download/{file.name}"] = file.data
        for file in files:
            if file.name == "void.ttl":
                self.made[".well-known/void"] = file.data
        links = self._links("/download/")
        self._add("/download/", plain.downloads(self.context, links, files), links)
        self._find()
        self.made["sitemap.xml"] = site_routes.sitemap(self.context)
        about: Mapping[str, object] = {
            "site": "secgraph",
            "release": self.context.release,
            "answers": len(self.answers),
        }
        self.made[MARK] = (json.dumps(about) + "\n").encode()

    def _find(self) -> None:
        """Make the search: a page that lists everything, and a script that narrows it."""
        links = self._links("/find.html")
        entries = find.entries(self.context, links)
        page = Page("find-static.html", "Search", "/find", {"entries": entries})
        self._add("/find.html", page, links)
