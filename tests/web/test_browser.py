"""Pages in a real browser: accessible, at any width, without scripts, asking nobody else."""

import resource
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from secgraph.query.catalog import Catalog
from support.web import site_of_one_document

pytestmark = pytest.mark.browser

sync_api = pytest.importorskip("playwright.sync_api", reason="make test-browser installs it")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

PAGES = (
    "/",
    "/query/",
    "/query/linkage/between-regions",
    "/query/record/by-grouping",
    "/query/claims/denied",
    "/query/claims/ranks",
    "/query/compare/contested",
    "/query/evidence/coverage",
    "/query/votes/with-and-against",
    "/query/threats/to?target=AUKUS",
    "/query/linkage/between-regions?from=asai",
    "/query/votes/on/embed",
    "/id/",
    "/id/japan.html",
    "/doc/",
    "/doc/east-is-east/",
    "/doc/east-is-east/argument",
    "/doc/east-is-east/beside/quad-2021",
    "/doc/east-is-east/c-p10s1-a.html",
    "/doc/east-is-east/p10s1.html",
    "/vocab/is-linked-with.html",
    "/ask?s=North+Atlantic&p=has+security+inseparable+from&o=Asia",
    "/find?q=vote+India",
    "/ns.html",
    "/about",
    "/api",
    "/sparql",
    "/sparql?query=SELECT+*+{+?s+a+sg:State+;+rdfs:label+?label+}+LIMIT+3",
    "/sparql?query=SELECT+{",
)
QUESTIONS = [name for name in Catalog().names() if f"/query/{name}" not in PAGES]
MODES = (("light", 1280), ("dark", 1280), ("light", 320))


@pytest.fixture(scope="module")
def browser() -> Iterator["sync_api.Browser"]:
    path = shutil.which("chromium")
    assert path, "make test-browser installs chromium"
    before, most = resource.getrlimit(resource.RLIMIT_AS)
    # A browser takes more addresses than a process of tests may, of which it uses few.
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()
    resource.setrlimit(resource.RLIMIT_AS, (before, most))


@pytest.fixture(scope="module", params=MODES, ids=lambda mode: f"{mode[0]}-{mode[1]}")
def mode(request, browser) -> Iterator["sync_api.Page"]:
    """A page of one colour scheme and width, on which scripts of tests may run."""
    scheme, width = request.param
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def phone(browser) -> Iterator["sync_api.Page"]:
    context = browser.new_context(viewport={"width": 320, "height": 900}, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser) -> Iterator["sync_api.Page"]:
    """A page as a visitor without JavaScript has it."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.sampled
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_fits_and_asks_nobody_else(path, mode, served):
    """No violation of axe, no sideways overflow, and no request but to the server of the page."""
    asked: list[str] = []
    mode.on("request", lambda request: asked.append(request.url))
    mode.goto(served.url + path)
    hold(mode, asked, served)
    beyond = "[...document.querySelectorAll('.wide')].map(one => one.scrollWidth - one.clientWidth)"
    assert mode.viewport_size["width"] < 1280 or not any(mode.evaluate(beyond)), "a wide table"


@pytest.mark.sampled
@pytest.mark.parametrize("name", QUESTIONS)
def test_the_page_of_each_question_is_accessible_and_fits_a_phone(name, phone, served):
    """In dark or light by the name, each with its form, lists of several values among them."""
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    scheme = "dark" if len(name) % 2 else "light"
    phone.emulate_media(color_scheme=scheme)
    phone.goto(f"{served.url}/query/{name}")
    hold(phone, asked, served)


def hold(mode, asked, served) -> None:
    """See that a page has no violation, fits, and has asked for nothing elsewhere."""
    violations = axe.Axe().run(mode).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in violations] == []
    width, visible = mode.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= visible
    assert {url for url in asked if not url.startswith(served.url)} == set()


def test_axe_and_the_measure_would_see_a_fault(mode, served):
    mode.goto(f"{served.url}/about")
    mode.evaluate("document.querySelector('input[type=search]').removeAttribute('aria-label')")
    mode.evaluate("document.querySelector('input[type=search]').removeAttribute('placeholder')")
    mode.evaluate("document.querySelector('h1').style.width = '3000px'")
    mode.evaluate("document.querySelector('h1').style.maxWidth = 'none'")
    assert "label" in {one["id"] for one in axe.Axe().run(mode).response["violations"]}
    assert mode.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_an_analyst_goes_from_a_statement_to_the_argument(page, served):
    """Home, ask, claim, what attacks it, its passage: by links and forms alone."""
    page.goto(served.url)
    page.get_by_label("who or what").fill("North Atlantic")
    page.get_by_label("relation").fill("has security inseparable from")
    page.get_by_label("whom or what").fill("Asia")
    page.get_by_role("button", name="Ask").click()
    assert "rejected by the authors" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="Kishida calls the security").click()
    assert "reported and rejected" in page.locator("main").inner_text()
    page.locator("main ul").get_by_role("link", name="It would be highly inaccurate").click()
    assert "denied" in page.locator("main").inner_text()
    page.get_by_role("link", name="P10.S2").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "P10.S2"


def test_a_journalist_finds_checks_and_cites_an_answer(page, served):
    """Search, question, another value, passage, file, citation, permanent link."""
    page.goto(served.url)
    page.get_by_role("searchbox").fill("how did India vote")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="How did an actor vote, and when?").click()
    page.get_by_label("actor").select_option("Japan")
    page.get_by_role("button", name="Ask").click()
    assert "Japan" in page.get_by_role("status").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).evaluate("link => link.download = ''")
        page.get_by_role("link", name="CSV", exact=True).click()
    assert Path(download.value.path()).read_bytes().startswith(b"event,")
    page.get_by_text("Cite", exact=True).click()
    assert "sha256:" in page.locator("details[open]").inner_text()


def test_an_engineer_goes_from_the_page_to_data(page, served, client):
    """The page of a thing names its descriptions; each is there, and so is the SPARQL."""
    page.goto(f"{served.url}/id/japan.html")
    links = page.locator('head link[rel="alternate"]')
    found = [links.nth(place).get_attribute("href") for place in range(links.count())]
    assert len(found) == 4
    assert all(client.get(link).status_code == 200 for link in found)
    page.goto(f"{served.url}/query/votes/on")
    assert "SELECT" in (page.locator("#sparql + details pre").text_content() or "")


def test_a_page_can_be_used_by_the_keyboard(browser, served):
    """The first tab goes to the link that skips to the answer, and each field can be reached."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served.url}/query/linkage/between-regions")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the answer"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    reached = set()
    for _ in range(12):
        reached.add(page.evaluate("document.activeElement.name || ''"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
        page.keyboard.press("Tab")
    assert {"from", "to", "document"} <= reached
    context.close()


def test_sparql_is_coloured_as_it_is_written_and_asked_without_a_script_too(browser, page, served):
    """Under the policy of the page as it is sent; what is typed is what stands below."""
    context = browser.new_context()
    writing, refused = context.new_page(), []
    writing.on("console", lambda message: refused.append(message.text))
    writing.goto(f"{served.url}/sparql")
    field = writing.get_by_label("Query")
    text = "SELECT ?l { sgd:quad rdfs:label ?l } # <b>&\n"
    field.fill(text)
    below = writing.locator(".coloured pre")
    assert below.text_content() == f"{text}\n"
    assert writing.locator(".q-keyword").all_text_contents() == ["SELECT"]
    assert writing.locator(".q-variable").all_text_contents() == ["?l", "?l"]
    assert writing.locator(".q-iri").all_text_contents() == ["sgd:quad", "rdfs:label"]
    assert writing.locator(".q-note").all_text_contents() == ["# <b>&"]
    places = (
        "[...document.querySelectorAll('.query > *')].map(e => e.getBoundingClientRect().height)"
    )
    assert len(set(writing.evaluate(places))) == 1
    writing.get_by_role("button", name="Ask").click()
    assert writing.locator("td").all_text_contents() == ["Quad"]
    assert refused == []
    context.close()
    page.goto(f"{served.url}/sparql")
    page.get_by_label("Query").fill(text)
    page.get_by_role("button", name="Ask").click()
    assert page.locator("td").all_text_contents() == ["Quad"]
    assert page.locator(".coloured").count() == 0


def test_the_static_site_answers_from_the_file_system(browser, tmp_path):
    """Opened as files: a question, a value, its claim, and a search without a server."""
    files = site_of_one_document()
    for name, data in files.items():
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    context = browser.new_context()
    page = context.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    page.get_by_role("link", name="Questions").first.click()
    page.get_by_role("link", name="What is claimed about a thing, at any depth?").click()
    page.get_by_text("Other values").click()
    page.get_by_role("link", name="AUKUS", exact=True).click()
    assert "AUKUS" in page.get_by_role("status").inner_text()
    page.get_by_role("searchbox").fill("enhanced trilateral")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_function("document.getElementById('found').textContent.match(/^\\d+ entr/)")
    visible = page.locator("#entries li:visible")
    assert 0 < visible.count() < 20
    visible.first.get_by_role("link").click()
    assert page.url.startswith("file:")
    assert page.get_by_role("heading", level=1).inner_text()
    context.close()
