"""Write a citation as BibTeX, RIS, CSL-JSON or text.

Every form says the same: what the record of a work lacks is left out, and the text says that it is
not known. Asks nothing.
"""

import json
import re
from collections.abc import Callable

from secgraph.query.citation import DOCUMENT, RELEASE, SOURCE, Citation, Reference, places

STYLES = ("bibtex", "ris", "csl", "text")
"""The forms that :func:`write` knows."""

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CSL_TYPES = {DOCUMENT: "document", SOURCE: "document", RELEASE: "dataset"}
_RIS_TYPES = {DOCUMENT: "GEN", SOURCE: "GEN", RELEASE: "DATA"}
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_SPACE = re.compile(r"\s+")


def write(citation: Citation, style: str) -> str:
    """Write a citation.

    Args:
        citation: The works, and the question.
        style: One of :data:`STYLES`.

    Raises:
        ValueError: No such style.
    """
    writers: dict[str, Callable[[Citation], str]] = {
        "bibtex": bibtex,
        "ris": ris,
        "csl": csl,
        "text": text,
    }
    if style not in writers:
        raise ValueError(f"no style {style!r}; use one of {', '.join(STYLES)}")
    return writers[style](citation)


def bibtex(citation: Citation) -> str:
    """Write an entry of BibTeX for each work."""
    return "\n".join(_entry(work, citation) for work in citation.works)


def _entry(work: Reference, citation: Citation) -> str:
    year, month, _ = _date(work)
    fields = {
        "title": f"{{{_latex(work.title)}}}",
        # In braces of its own a name is one, and not a first and a last name.
        "author": " and ".join(f"{{{_latex(name)}}}" for name in work.authors),
        "publisher": _latex(work.publisher),
        "year": year,
        "month": _MONTHS[int(month) - 1] if month else "",
        "version": _latex(work.version),
        "url": _address(work.url),
        "note": _latex(" ".join(_notes(work, citation))),
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields.items()
        if value
    ]
    return f"@misc{{{work.key},\n{''.join(lines)}}}\n"


def _latex(words: str) -> str:
    return _line(words).translate(_LATEX)


def _address(url: str) -> str:
    """Give an address without the marks that end a field of BibTeX."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def ris(citation: Citation) -> str:
    """Write a record of RIS for each work, with its line ends."""
    lines: list[str] = []
    for work in citation.works:
        year, month, day = _date(work)
        fields = [
            ("TY", _RIS_TYPES[work.kind]),
            ("ID", work.key),
            ("TI", work.title),
            *(("AU", name) for name in work.authors),
            ("PB", work.publisher),
            ("PY", year),
            ("DA", f"{year}/{month}/{day}/" if month else ""),
            ("ET", work.version),
            ("UR", work.url),
            *(("N1", note) for note in _notes(work, citation)),
        ]
        lines += [f"{tag}  - {_line(value)}" for tag, value in fields if value]
        lines += ["ER  - ", ""]
    return "".join(f"{line}\r\n" for line in lines)


def csl(citation: Citation) -> str:
    """Write an item of CSL-JSON for each work."""
    items = [_item(work, citation) for work in citation.works]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(work: Reference, citation: Citation) -> dict[str, object]:
    parts = [int(part) for part in _date(work) if part]
    fields: dict[str, object] = {
        "id": work.key,
        "type": _CSL_TYPES[work.kind],
        "title": work.title,
        "author": [{"literal": name} for name in work.authors],
        "publisher": work.publisher,
        "issued": {"date-parts": [parts]} if parts else {},
        "version": work.version,
        "URL": work.url,
        "note": " ".join(_notes(work, citation)),
    }
    return {name: value for name, value in fields.items() if value}


def text(citation: Citation) -> str:
    """Write a list for readers: each work, with its passages or what is known of its edition."""
    lines = [line for line in (citation.title, f"Query: {_line(citation.query)}") if line]
    for number, work in enumerate(citation.works, 1):
        lines += ["", f"[{number}] {sentence(work)}"]
        lines += [f"    {note}" for note in notes(work)]
    return "\n".join(lines) + "\n"


def sentence(work: Reference) -> str:
    """Give a work in a line: author, title, version, publisher, date, address."""
    edition = f"version {work.version}"
    parts = [
        ", ".join(work.authors) or ("Author not known" if work.kind == DOCUMENT else ""),
        work.title + ("" if not work.version or edition in work.title else f" ({edition})"),
        work.publisher,
        work.issued or "No date known",
    ]
    words = ". ".join(_line(part).rstrip(".") for part in parts if part)
    # No full stop stands behind an address, where it would be taken for a part of it.
    return f"{words}. {work.url}" if work.url else f"{words}."


def _notes(work: Reference, citation: Citation) -> list[str]:
    """Give the notes of a work, and beside the release the query."""
    own = notes(work)
    return [*own, f"Query: {_line(citation.query)}"] if work.kind == RELEASE else own


def notes(work: Reference) -> list[str]:
    """Give what is to be said of a work beside its title: passages, edition, terms of use."""
    if work.kind == RELEASE:
        return [f"IRI: {work.iri}."]
    if work.kind == DOCUMENT:
        lacking = [
            name for name, value in (("author", work.authors), ("date", work.issued)) if not value
        ]
        unknown = f"The record has no {' and no '.join(lacking)}." if lacking else ""
        passages = f"Passages: {places(work.passages)}." if work.passages else ""
        return [words for words in (passages, unknown) if words]
    wanted = f"Cite as: {work.wanted}" if work.wanted else ""
    return [_line(note) for note in (work.note, work.rights, wanted) if note]


def _date(work: Reference) -> tuple[str, str, str]:
    match = _DATE.fullmatch(work.issued)
    return (match[1], match[2] or "", match[3] or "") if match else ("", "", "")


def _line(words: str) -> str:
    return _SPACE.sub(" ", words).strip()
