"""The static site: relative links that resolve, the same bytes twice, never over another folder."""

import functools
import html.parser
import os
import posixpath
import subprocess
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

import pytest

from secgraph.query.catalog import Catalog
from secgraph.query.sessions import Session
from secgraph.web import site
from secgraph.web.batches import answers, with_column
from support.command import COMMAND, secgraph
from support.web import site_of_one_document


class Links(html.parser.HTMLParser):
    """The links of a page, and the names of its places."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "action") and value:
                self.links.append(value)
            if name == "id" and value:
                self.places.add(value)


def lost(files: dict[str, bytes], names: Iterable[str] = ()) -> list[str]:
    """The links of pages that lead to no file, or to no place in one; of all pages if no names."""
    pages = functools.cache(lambda name: Links(files[name].decode()))
    broken = []
    for name in names or [name for name in files if name.endswith(".html")]:
        for link in pages(name).links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            folder = posixpath.dirname(name)
            target = posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
            target = target if parts.path else name
            if link.startswith("/") or target not in files:
                broken.append(f"{name}: {link}")
            elif parts.fragment and unquote(parts.fragment) not in pages(target).places:
                broken.append(f"{name}: {link} has no such place")
    return broken


@pytest.fixture(scope="module")
def small() -> dict[str, bytes]:
    return site_of_one_document()


@pytest.mark.browser
def test_every_link_of_a_site_leads_somewhere(small):
    assert len(small) > 1000
    assert lost(small) == []


@pytest.mark.browser
def test_a_link_that_leads_nowhere_would_be_seen(small):
    page = small["about/index.html"].replace(b"../index.html", b"../inndex.html")
    assert lost({**small, "about/index.html": page}, ["about/index.html"]) != []
    page = small["query/index.html"].replace(b'id="claims"', b'id="clams"')
    assert lost({**small, "query/index.html": page}, ["query/index.html"]) != []


@pytest.mark.browser
def test_an_answer_stands_beside_its_files_and_says_what_needs_a_server(small):
    page = small["query/entities/by-class/class/RelationKind/index.html"].decode()
    assert 'href="../../../../../query/entities/by-class/class/RelationKind.csv"' in page
    assert small["query/entities/by-class/class/RelationKind.csv"].count(b"\n") > 50
    assert "need a server" in small["query/linkage/between-regions/index.html"].decode()
    assert "needs a server" in small["ask/index.html"].decode()


@pytest.mark.browser
def test_a_value_without_rows_has_no_page(small):
    assert "query/claims/about/thing/aukus/index.html" in small
    assert "query/claims/about/thing/nato/index.html" not in small


@pytest.mark.browser
def test_everything_can_be_found_without_a_script(small):
    page = small["find.html"].decode()
    assert "AUKUS" in page
    assert page.count("<li data-words=") > 60


SINGLE = [query.name for query in Catalog().all() if site.single(query)]


@pytest.mark.browser
@pytest.mark.sampled
@pytest.mark.parametrize("name", [name for name in SINGLE if not name.startswith("links/")])
def test_answers_taken_together_are_those_of_each_value(name):
    """A value in the middle and one with rows have the rows that they have when asked alone."""
    session = Session()
    query = session.queries.get(name)
    parameter = site.single(query)
    assert parameter is not None
    iris = sorted(session.names(*parameter.classes).labels)
    together = answers(session, query, parameter, iris)
    assert together is not None
    sampled = sorted({iris[len(iris) // 2], *list(together)[-1:]})
    for iri in sampled:
        alone = session.store.ask(query.fill({parameter.name: [f"<{iri}>"]}))
        rows = together[iri].rows if iri in together else []
        assert rows == alone.rows


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { VALUES ?x { <a:b> } ?x ?p ?o }",
        "SELECT (COUNT(?o) AS ?n) WHERE { VALUES ?x { <a:b> } ?x ?p ?o }",
        "SELECT ?o WHERE { VALUES ?x { <a:b> } ?x ?p ?o } LIMIT 1",
    ],
)
def test_a_query_whose_rows_cannot_be_told_apart_is_left_alone(text):
    assert with_column(text, "x") is None


def test_a_folder_that_is_no_site_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine", "utf-8")
    refused = secgraph("site", "-o", str(tmp_path / "mine"))
    assert refused.returncode == 2
    assert "no site of secgraph" in refused.stderr
    assert os.listdir(tmp_path / "mine") == ["thesis.txt"]
    (tmp_path / "file").write_text("mine", "utf-8")
    assert secgraph("site", "-o", str(tmp_path / "file")).returncode == 2
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    assert secgraph("site", "-o", str(tmp_path / "link")).returncode == 2


@pytest.mark.browser
@pytest.mark.sampled
def test_the_site_of_the_release_is_whole_and_the_same_twice(tmp_path):
    """Written over itself with another order of sets, the site is the same, and no link is lost."""
    place, sites = tmp_path / "site", []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([*COMMAND, "site", "-o", str(place)], env=environment, check=True)
        paths = [path for path in place.rglob("*") if path.is_file()]
        sites.append({str(path.relative_to(place)): path.read_bytes() for path in paths})
    assert sites[0] == sites[1]
    assert lost(sites[0]) == []
    assert os.listdir(tmp_path) == ["site"]
    assert len([name for name in sites[0] if name.endswith("index.html")]) > 6000
