"""Fill the templates of pages.

Everything is escaped; a name that a template does not know is an error.
"""

import functools
import os.path
import shlex
from dataclasses import dataclass, field

import jinja2
import markupsafe

from secgraph.dataset import location
from secgraph.namespaces import curie
from secgraph.web import tables
from secgraph.web.context import Context
from secgraph.web.links import Links

FOLDER = os.path.dirname(__file__)

_SCRIPT = "text/javascript; charset=utf-8"
STATIC = {"style.css": "text/css; charset=utf-8", "find.js": _SCRIPT, "sparql.js": _SCRIPT}
"""The files that pages load."""


@dataclass(slots=True)
class Page:
    """A page: its template and what fills it.

    Attributes:
        template: Such as ``home.html``.
        title: Of the page, without the name of the site.
        path: Its canonical path.
        values: What the template names.
        alternates: The same in other formats: media type, link, and name of the format.
        linked: JSON-LD to be embedded; empty for none.
    """

    template: str
    title: str
    path: str
    values: dict[str, object] = field(default_factory=dict)
    alternates: list[tuple[str, str, str]] = field(default_factory=list)
    linked: str = ""


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(os.path.join(FOLDER, "templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["curie"] = curie
    environment.filters["mark"] = tables.mark
    environment.filters["counted"] = counted
    environment.filters["shell"] = shlex.quote
    environment.filters["tojson_text"] = _for_script
    environment.globals["licence"] = _licence()
    return environment


def counted(number: int, noun: str, plural: str = "") -> str:
    """Give a number with its noun."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _for_script(text: str) -> markupsafe.Markup:
    """Give JSON as it may stand in a script element: nothing in it ends the element."""
    safe = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return markupsafe.Markup(safe)  # noqa: S704 - escaped above


def _licence() -> str:
    return "code MIT; ontology, data and questions CC BY 4.0"


def render(context: Context, links: Links, page: Page) -> bytes:
    """Give a page as HTML in UTF-8."""
    template = _environment().get_template(page.template)
    words = template.render(context=context, links=links, page=page, **page.values)
    return words.encode()


@functools.cache
def static(name: str) -> bytes:
    """Give a file that pages load.

    Raises:
        KeyError: There is none of that name.
    """
    if name not in STATIC:
        raise KeyError(name)
    with open(os.path.join(FOLDER, "static", name), "rb") as file:
        return file.read()


def ontology_files() -> list[str]:
    """Give the files of the shapes of the release."""
    return location.turtle_files(os.path.join("ontology", "shapes"))
