"""Show the passages of a text: how much is claimed on each, and all about one.

Gives texts, bytes and drawn tables; the user's own copy supplies the words, which nothing here
keeps.
"""

import os.path
import re
import sys

from secgraph.cli import out
from secgraph.documents import fulltext
from secgraph.errors import UnknownValue
from secgraph.namespaces import PREFIXES, SG, curie, slug

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    import rich.console

    from secgraph.query.sessions import Session

KINDS = ("asserted", "denied", "recommended", "predicted", "supposed", "asked")
"""What a claim does, as evidence/coverage counts it: whatever is denied counts as denied."""

_PREFIXES = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "rdfs", "skos", "dcterms", "oa")
)


def rows(session: "Session", text: str | None) -> "list[dict[str, str]]":
    """Count the claims of each passage, in the order of the documents and of their text.

    Args:
        session: Where to ask.
        text: The user's copies; each row then has the words of its passage as well.
    """
    found = session.run("evidence/coverage", {}).rows
    words = fulltext.sentences(text, session.engine.rows) if text is not None else None
    return [
        {**row, "sentence": words.get(row["passageIri"], "")} if words is not None else dict(row)
        for row in found
    ]


def draw(counted: "list[dict[str, str]]", title: str) -> bytes:
    """Draw the counts as a figure.

    Raises:
        MissingExtra: What draws is not installed.
    """
    from secgraph.drawing import figures

    cells: dict[tuple[str, int], int] = {}
    kinds: dict[tuple[str, str], int] = {}
    several = len(_by_document(counted)) > 1
    for row in counted:
        block, sentence = _place(row["passage"])
        block = f"{slug(row['documentIri'])} {block}" if several else block
        cells[block, sentence] = int(row["claims"])
        for kind in KINDS:
            kinds[block, kind] = kinds.get((block, kind), 0) + int(row[kind])
    return figures.coverage(cells, kinds, KINDS, title)


def _place(identifier: str) -> "tuple[str, int]":
    match = re.fullmatch(r"(P\d+)\.S(\d+)", identifier)
    return (match[1], int(match[2])) if match else (identifier, 1)


def note_strangers(session: "Session", text: str | None) -> None:
    """Name the files of a folder that are the text of no document, on standard error."""
    if text is not None and os.path.isdir(text):
        for path in fulltext.texts(text, session.engine.rows)[1]:
            message = f"secgraph: {path} is the text of no document, and is left out"
            print(out.plain(message), file=sys.stderr)


def _by_document(counted: "list[dict[str, str]]") -> "dict[str, list[dict[str, str]]]":
    found: dict[str, list[dict[str, str]]] = {}
    for row in counted:
        found.setdefault(row["documentIri"], []).append(row)
    return found


def heat(counted: "list[dict[str, str]]") -> None:
    """Print the counts as a heat map: a line for each passage, a sum for each paragraph.

    Where there are several documents, each stands below its name and has a sum of its own.
    """
    import rich.console
    import rich.text

    console = rich.console.Console(highlight=False)
    top = max((int(row[kind]) for row in counted for kind in KINDS), default=1) or 1
    head = f"{'':<8}{'claims':>6}" + "".join(f"  {kind}" for kind in KINDS)
    console.print(rich.text.Text(head, style="bold"))
    documents = _by_document(counted)
    silent = []
    for rows_ in documents.values():
        if len(documents) > 1:
            console.print(rich.text.Text(out.plain(rows_[0]["document"]), style="bold"))
        _blocks(console, rows_, top)
        if len(documents) > 1:
            console.print(_line("sum", _sums(rows_), None))
        for row in rows_:
            if row["claims"] == row["asked"] and not row["reason"]:
                space = f"{slug(row['documentIri'])}#" if len(documents) > 1 else ""
                silent.append(f"{space}{row['passage']}")
    console.print(_line("all", _sums(counted), None))
    verdict = (
        f"assert nothing, unexplained: {' '.join(silent)}"
        if silent
        else "every passage carries a claim or says why it asserts nothing"
    )
    console.print(rich.text.Text(verdict, style="dim"))


def _sums(counted: "list[dict[str, str]]") -> "dict[str, int]":
    return {name: sum(int(row[name]) for row in counted) for name in ("claims", *KINDS)}


def _blocks(console: "rich.console.Console", counted: "list[dict[str, str]]", top: int) -> None:
    """Print the passages of one document, each paragraph below its sum."""
    import rich.padding
    import rich.text

    blocks: dict[str, list[dict[str, str]]] = {}
    for row in counted:
        blocks.setdefault(_place(row["passage"])[0], []).append(row)
    for block, members in blocks.items():
        if len(members) > 1 or members[0]["passage"] != block:
            console.print(_line(block, _sums(members), None))
        for row in members:
            indent = "  " if row["passage"] != block else ""
            console.print(_line(indent + row["passage"], _sums([row]), top))
            for note in filter(None, (row["reason"], row.get("sentence", ""))):
                words = rich.text.Text(note, style="dim")
                console.print(rich.padding.Padding(words, (0, 0, 0, 16)))


def _line(name: str, counts: "Mapping[str, int]", top: int | None) -> "object":
    """Give one line of the map; with *top*, the more the darker, up to that many."""
    import rich.text

    line = rich.text.Text(f"{name:<8}{counts['claims']:>6}", style="bold" if top is None else "")
    for kind in KINDS:
        count = counts[kind]
        shade = ""
        if top is not None and count:
            share = count / top
            shade = f"{'white' if share > 0.45 else 'black'} on rgb({int(230 - 200 * share)},{int(240 - 150 * share)},{int(250 - 90 * share)})"
        line.append("  ")
        line.append(f"{count or '·':^{len(kind)}}", style=shade)
    return line


def one(session: "Session", name: str, text: str | None) -> str:
    """Say all about one passage: its claims, mentions and links of the argument.

    Args:
        session: Where to ask.
        name: Its identifier, with ``SLUG#`` before it where several documents have one such.
        text: The user's copies; the words of the passage are then shown too.

    Raises:
        UnknownValue: No passage has this name.
        BadValue: Several documents have a passage of this name; the message lists them.
        BadFile: The text is not the one that was read.
    """
    passages = session.names(SG + "Passage")
    if not passages.all(name):
        near = passages.near(name)
        raise UnknownValue(
            name, "passage", near, "" if near else "; a passage is named like P10.S2, T or H1"
        )
    iri = passages.one(name)
    words = fulltext.sentences(text, session.engine.rows) if text is not None else {}
    return _passage(session, iri, words.get(iri))


def _passage(session: "Session", iri: str, words: str | None) -> str:
    ask = session.engine.rows
    identifier, start, end, reason, document = ask(
        f"""{_PREFIXES} SELECT ?id ?start ?end ?reason ?of WHERE {{
        <{iri}> dcterms:identifier ?id ; oa:hasSelector ?s ; oa:hasSource ?d .
        ?s oa:start ?start ; oa:end ?end . OPTIONAL {{ ?d rdfs:label ?of }}
        OPTIONAL {{ <{iri}> sg:reasonForNoAssertion ?reason }} }}"""
    )[0]
    several = len(session.names(SG + "Document").labels) > 1
    of = f", {document}" if several else ""
    lines = [f"{identifier}  (code points {start} to {end}, {curie(iri)}{of})"]
    lines += [f"  “{words}”"] if words is not None else []
    lines += [f"  It asserts nothing by itself: {reason}"] if reason else []
    claims = ask(
        f"""{_PREFIXES} SELECT ?claim ?text ?force ?polarity ?how WHERE {{ ?claim sg:hasEvidence <{iri}> ; rdfs:label ?text ; sg:hasForce ?f ;
        sg:hasPolarity ?p ; sg:hasExplicitness ?e . ?f rdfs:label ?force . ?p rdfs:label ?polarity . ?e rdfs:label ?how . }} ORDER BY STR(?claim)"""
    )
    lines += ["", f"Claims ({len(claims)})" if claims else "No claims"]
    for claim, said, force, polarity, how in claims:
        facets = [
            force if polarity == "affirmed" else f"{force}, {polarity}",
            *([how] if how != "explicit" else []),
            *_facets(session, claim),
        ]
        lines += [f"  {curie(claim)}  {said}", f"      {'; '.join(facets)}"]
    mentions = session.run("entities/mentioned", {"passage": iri}).rows
    lines += ["", f"Mentions ({len(mentions)})" if mentions else "No mentions"]
    lines += [
        f"  “{row['surface']}”: {row['entity']} ({row['class']}, {curie(row['entityIri'])})"
        for row in mentions
    ]
    links = ask(
        f"""{_PREFIXES} SELECT DISTINCT ?from ?kind ?to ?basis ?marker ?fromText ?toText WHERE {{
        {{ ?from sg:hasEvidence <{iri}> . }} UNION {{ ?to sg:hasEvidence <{iri}> . }}
        ?link sg:linksFrom ?from ; sg:linksTo ?to ; sg:hasLinkKind ?k ; sg:hasBasis ?b . ?k rdfs:label ?kind . ?b rdfs:label ?basis .
        ?from rdfs:label ?fromText . ?to rdfs:label ?toText . OPTIONAL {{ ?link sg:marker ?marker . }} }}"""
    )
    ours = {claim[0] for claim in claims}
    links.sort(key=lambda row: (row[0] not in ours, row[0], row[1], row[2]))
    lines += ["", f"Argument ({len(links)})" if links else "No links of the argument"]
    for first, kind, second, basis, marker, first_text, second_text in links:
        mark = f"“{marker}”" if marker else basis
        lines.append(
            f"  {curie(first)} {kind} {curie(second)} ({mark}): {second_text if first in ours else first_text}"
        )
    return "\n".join(lines)


def _facets(session: "Session", claim: str) -> "list[str]":
    """Say of a claim what is not plain: another holder, who relays it, stance, hedge, strength, addressee."""
    labels = session.names().labels
    found: dict[str, list[str]] = {}
    for predicate, value in session.engine.rows(
        f"SELECT ?p ?o WHERE {{ <{claim}> ?p ?o . FILTER (ISIRI(?o)) }}"
    ):
        found.setdefault(predicate, []).append(labels.get(value, curie(value)))
    words = {
        "hasClaimant": "held by",
        "isReportedBy": "relayed by",
        "isEndorsedBy": "endorsed by",
        "isRejectedBy": "rejected by",
    }
    words |= {
        "hasStrength": "strength",
        "hasHedge": "hedge",
        "isAddressedTo": "addressed to",
        "isMadeAt": "made",
        "answers": "answers",
    }
    return [
        f"{said} {', '.join(sorted(found[SG + name]))}"
        for name, said in words.items()
        if SG + name in found
    ]
