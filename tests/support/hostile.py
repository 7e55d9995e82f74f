"""Command lines and files that no friend would write: kinds of values, and lines made of them."""

import gzip
import itertools
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from secgraph.cli.verbs import ACTIONS, VERBS, parser

COMMANDS = [f"{verb} {action}".strip() for verb in VERBS for action in ACTIONS.get(verb, ("",))]
"""Every verb, and every action of a verb that has some."""

TEXTS: Mapping[str, str] = {
    "empty": "",
    "blank": "  \t ",
    "NUL": "a\0b",
    "line ends": "a\r\nb\u2028c\u0085d",
    "terminal": "\x1b[2J\x1b]0;x\x07",
    "bidirectional": "\u202eabc\u2066d",
    "half a character": "\ud800",
    "bytes of a file name": "\udcff\udcfe",
    "letters of other scripts": "日本 ΑΒΓ ѕесgraph",
    "long": "x" * 20_000,
    "long with dots": "a." * 5_000,
    "quotes": '"\'`\\"\'\'\'"""',
    "format signs": "%s %d {} {0} ${x}",
    "option": "--no-such-option",
    "dash": "-",
    "two dashes": "--",
    "path upwards": "../../../x",
    "markup": "<script>alert(1)</script>&amp;",
    "formula": "=1+1",
    "SPARQL": '" } ; DROP ALL #',
    "IRI with a space": "http://example.org/a b",
    "prefixed name": "sgd:japan",
    "unknown prefix": "zz:japan",
    "regular expression": "(a+)+$[",
    "escape": "\\u0041\\x",
    "figures": "9" * 5000,
    "name": "Japan",
    "code": "JPN",
}
NUMBERS: Mapping[str, str] = {
    "zero": "0", "below zero": "-1", "not a number": "nan", "infinite": "inf", "huge": "1e999",
    "tiny": "1e-300", "hexadecimal": "0x10", "other digits": "٣", "no number": "x", "many": "60",
    "long": "1" * 5000,
}  # fmt: skip
IRIS: Mapping[str, str] = {
    "relative": "graph", "space": "http://example.org/ x", "brackets": "<http://example.org/>",
    "empty": "", "whole": "urn:x-mine:graph", "newline": "urn:x\n", "quote": 'urn:"',
    "half a character": "\ud800",
}  # fmt: skip
DATES: Mapping[str, str] = {
    "day": "2024-02-29", "no day": "2023-02-29", "year 0": "0000-01-01", "far": "99999-01-01",
    "text": "today", "other digits": "٢٠٢٤-٠١-٠١", "empty": "",
}  # fmt: skip
OUTPUTS: Mapping[str, str] = {
    "table": "out.csv", "no ending": "out", "folder": "folder", "missing folder": "no/out.csv",
    "full device": "/dev/full", "null device": "/dev/null", "link": "link.csv", "dangling": "loop",
    "picture": "out.svg", "page": "out.html", "RDF": "out.nt", "Turtle": "out.ttl",
    "long": "x" * 300, "empty": "", "NUL": "o\0.csv", "odd": "o\nut.csv",
    "file as folder": "good.ttl/out.csv", "TriG": "out.trig", "gzip": "out.gz",
}  # fmt: skip
REPLIES: Mapping[str, tuple[int, str, bytes]] = {
    "empty": (200, "application/sparql-results+json", b""),
    "truth": (200, "application/sparql-results+json", b'{"head":{},"boolean":true}'),
    "no rows": (200, "application/sparql-results+json",
                b'{"head":{"vars":[]},"results":{"bindings":[]}}'),
    "another column": (200, "application/sparql-results+json",
                       b'{"head":{"vars":["\\u001b"]},"results":{"bindings":[{}]}}'),
    "deep": (200, "application/sparql-results+json", b"[" * 50_000),
    "list": (200, "application/sparql-results+json", b"[]"),
    "head is a text": (200, "application/sparql-results+json",
                       b'{"head":{"vars":"ab"},"results":{"bindings":{"a":1}}}'),
    "not UTF-8": (200, "application/sparql-results+json", b'{"head":"\xff"}'),
    "page": (200, "text/html", b"<html>Welcome</html>"),
    "broken triples": (200, "application/n-triples", b"<urn:a> <urn"),
    "no type": (200, "", b"x"),
    "failure": (500, "text/plain", b"\x1b[2Jout of order"),
    "refusal": (400, "text/plain", b"error at 99999999999:1: expected"),
    "login": (401, "text/html", b""),
    "not there": (404, "text/plain", b""),
    "elsewhere": (302, "text/plain", b""),
    "no content": (204, "", b""),
    "figures for a number": (200, "application/sparql-results+json",
                             b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":'
                             b'"literal","value":"many"}}]}}'),
}  # fmt: skip
QUERIES: Mapping[str, str] = {
    "ASK": "ASK { ?s ?p ?o }",
    "SELECT": "SELECT ?s ?o { ?s rdfs:label ?o } LIMIT 3",
    "CONSTRUCT": "CONSTRUCT WHERE { ?s rdfs:label ?o } LIMIT 3",
    "DESCRIBE": "DESCRIBE sgd:japan",
    "update": "DELETE WHERE { ?s ?p ?o }",
    "no rows": "SELECT * { <urn:x> ?p ?o }",
    "every kind of term": 'SELECT * { VALUES (?a ?b) { (1 "x"@en) (UNDEF "2024-13-45"^^xsd:date) '
    '("a"^^xsd:integer <urn:x>) ("nan"^^xsd:double true) } OPTIONAL { BIND(BNODE() AS ?c) } }',
    "controls in a literal": 'SELECT ("\\u0001\\u001b[2J\\u202e,\\"\\r\\n" AS ?x) {}',
    "column twice": "SELECT ?x ?x {}",
    "long": "SELECT * { VALUES ?x { " + "1 " * 30_000 + "} } LIMIT 1",
    "deep": "ASK " + "{" * 101 + "}" * 101,
    "many operators": "ASK { FILTER(1" + "||1" * 1001 + ") }",
    "word of another store": "ASK { ?service ?p ?o }",
    "another store": "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "graph": "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    "half": "SELECT * { ?s",
    "unknown prefix": "ASK { zz:a ?p ?o }",
    "standard input": "-",
}
PAIRS: Mapping[str, str] = {
    "known": "actor=Japan", "no value": "actor=", "no name": "=Japan", "unknown": "nobody=Japan",
    "two signs": "a=b=c", "no sign": "actor", "unknown value": "actor=Nowhere", "IRI": "actor=<x>",
    "half a character": "actor=\ud800", "long": "actor=" + "x" * 20_000,
    "SPARQL": 'actor=" } #', "variable": "actor=?x",
}  # fmt: skip
STDIN: Mapping[str, bytes] = {
    "nothing": b"", "query": b"ASK {}", "not UTF-8": b"ASK { \xff }", "NUL": b"ASK\0{}",
    "mark": b"\xef\xbb\xbfASK {}",
}  # fmt: skip

_TABLE = b"name,code\nJapan,JPN\n"
_VOTES = b"undl_id,date,resolution,ms_code,ms_vote\n"
FILES: Mapping[str, bytes] = {
    "good.ttl": b"<urn:a> <urn:b> <urn:c> .\n",
    "empty.ttl": b"",
    "broken.ttl": b"<urn:a> <urn",
    "mark.ttl": b"\xef\xbb\xbf<urn:a> <urn:b> <urn:c> .\n",
    "latin-1.ttl": b'<urn:a> <urn:b> "caf\xe9" .\n',
    "UTF-16.ttl": "<urn:a> <urn:b> <urn:c> .\n".encode("utf-16"),
    "NUL.ttl": b'<urn:a> <urn:b> "a\0b" .\n',
    "ill-typed.ttl": b'<urn:a> <urn:b> "x"^^<http://www.w3.org/2001/XMLSchema#date> .\n',
    "deep.ttl": b"<urn:a> <urn:b> " + b"(" * 5_000 + b")" * 5_000 + b" .\n",
    "long.ttl": b'<urn:a> <urn:b> "' + b"x" * 200_000 + b'" .\n',
    "relative.ttl": b"<a> <b> <../c> .\n",
    "latin-1.nq": b'<urn:a> <urn:b> "caf\xe9" <urn:g> .\n',
    "blank.nt": b"_:a <urn:b> _:c .\n",
    "broken.nt": b"_:a <urn:b>\n",
    "good.trig": b"<urn:g> { <urn:a> <urn:b> <urn:c> }\n",
    "entities.rdf": b'<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><r>&b;</r>',
    "elsewhere.rdf": b'<!DOCTYPE r SYSTEM "file:///etc/hostname"><r/>',
    "broken.rdf": b"<rdf:RDF",
    "context.jsonld": b'{"@context": "http://127.0.0.1:1/c", "name": "x"}',
    "deep.jsonld": b"[" * 5_000 + b"]" * 5_000,
    "broken.jsonld": b'{"@id":',
    "unknown.xyz": b"?",
    "no-ending": b"?",
    "table.csv": _TABLE,
    "empty.csv": b"",
    "ragged.csv": _TABLE + b"x\na,b,c,d\n",
    "quotes.csv": b'name,code\n"Japan,JPN\n',
    "latin-1.csv": b"name,code\nC\xf4te,CIV\n",
    "NUL.csv": b"name,code\nJa\0pan,JPN\n",
    "old-ends.csv": _TABLE.replace(b"\n", b"\r"),
    "wide.csv": b",".join(b"c%d" % number for number in range(3000)) + b"\n",
    "votes.csv": _VOTES,
    "truncated.csv.gz": gzip.compress(_VOTES * 100)[:40],
    "no-gzip.csv.gz": b"plain",
    "links.tsv": b"subject_id\tpredicate_id\tobject_id\n",
    "broken.tsv": b"#curie_map: [\nsubject_id\n",
    "query.rq": b"ASK { ?s ?p ?o }",
    "latin-1.rq": b"ASK { ?s ?p 'caf\xe9' }",
    "broken.toml": b"[source\n",
    "empty.toml": b"",
    "odd.toml": b'name = 5\n[source]\ntitle = ["x"]\n',
    "deep.toml": b"a = " + b"[" * 3000 + b"]" * 3000,
    "folders.json": b"{}",
    "text.txt": "Some text.\u2028More text.\n".encode(),
    "page.md": b"---\ntitle: Title\n---\nSome text. More text.\n",
    "page.html": b"<h1>Title</h1><p>Some text.",
    "deep.html": b"<div>" * 20_000,
    "marks.html": b"<![CDATA[<!-- <p <<a b='\"><p>&#0;&#x110000;&unknown;</title><h1>",
    "deep.md": b"> " * 5_000 + b"[" * 5_000,
    "latin-1.md": b"caf\xe9",
    "head.md": b"---\ntitle: &a [*a]\n---\nText.",
    "empty.html": b"<script></script>",
}
"""Files by name."""

_HEAD = (
    b'slug = "x"\nlabel = "x"\ntitle = "x"\ndate = "unknown"\nlanguage = "en"\nlicence = "x"\n'
    b'source = ""\nnamespace = "https://example.org/x/"\npage_kind = "HTML"\nrecipe = "x"\n'
    b'page_sha256 = "%s"\ntext_sha256 = "%s"\ncode_points = 1\ntitle_block = false\n'
    b"headings = [99999999999999999999]\n" % (b"0" * 64, b"0" * 64)
)
FOLDERS = ("folder", "questions", "store", "missing", "empty", "damaged", "document", "half")
OTHER_PATHS = ("missing.ttl", "folder", "link.csv", "loop", "/dev/null", "", "a\0b.ttl", "x" * 300)

REFUSED = {
    name
    for name in (*FILES, *OTHER_PATHS)
    if name.startswith(("broken", "latin", "UTF", "no", "un"))
    or name in ("missing.ttl", "a\0b.ttl", "empty.ttl", "NUL.ttl", "", "table.csv", "loop")
}  # fmt: skip
"""Files that the check refuses before it looks at the graph."""

_BY_DESTINATION = {
    "graph": "iri", "document": "text", "data": "file", "timeout": "number", "text": "file",
    "output": "output", "queries": "folder", "service": "service", "endpoint": "url",
    "store": "store", "update": "url", "adapter": "file", "date": "date", "files": "file",
    "url": "url", "query": "query", "params": "pair", "name": "name", "target": "target",
    "page": "file", "folder": "folder", "folders": "folder",
}  # fmt: skip
_LOCAL = ("load", "unload", "describe")
"""Verbs whose --store names a make."""


def write(folder: Path) -> None:
    """Write the files and folders that lines name."""
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    for name in ("folder", "empty", "questions/odd", "store", "damaged"):
        (folder / name).mkdir(parents=True)
    (folder / "link.csv").symlink_to("table.csv")
    (folder / "loop").symlink_to("loop")
    (folder / "folder" / "inner.ttl").write_bytes(FILES["good.ttl"])
    (folder / "damaged" / "CURRENT").write_bytes(b"MANIFEST-000001\n")
    (folder / "damaged" / "MANIFEST-000001").write_bytes(b"\0" * 50)
    for name, head in (("document", _HEAD), ("half", _HEAD[:40])):
        (folder / name).mkdir()
        (folder / name / "document.toml").write_bytes(head)
        (folder / name / "text.txt").write_bytes(b"Some text. More text.")
        (folder / name / "passages.ttl").write_bytes(FILES["broken.ttl"])
    for name, text in {
        "good": b"#+ summary: x\nSELECT ?x {}",
        "latin": b"#+ summary: caf\xe9\nASK {}",
        "header": b"#+ summary: [\n#+ \tx: {\nASK {}",
        "none": b"",
        "asks": b"#+ summary: x\nASK { SERVICE <http://127.0.0.1:1/> {} }",
    }.items():
        (folder / "questions" / "odd" / f"{name}.rq").write_bytes(text)


@dataclass(frozen=True)
class Line:
    """A command line, what it reads, and the kinds of things in it."""

    words: tuple[str, ...]
    stdin: bytes
    kinds: tuple[tuple[str, str], ...]


class Lines:
    """Makes command lines that cover every verb, every option and every kind of value.

    Args:
        seed: Of the order in which they come.
        base: The address of a server that gives the replies, each at its number.
        questions: Names of saved questions.
    """

    def __init__(self, seed: int, base: str, questions: Sequence[str]) -> None:
        self._random = random.Random(seed)
        self._base, self._questions = base, questions
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._options = {verb: _options(verb) for verb in COMMANDS}
        self._turns = {
            kind: itertools.cycle(self._random.sample(values, len(values)))
            for kind, values in self._values().items()
        }

    def _values(self) -> dict[str, list[tuple[str, str]]]:
        """Give the values of each kind with their names."""
        paths = [*FILES, *OTHER_PATHS]
        urls = {name: f"{self._base}/{number}" for number, name in enumerate(REPLIES)} | {
            "nobody": "http://127.0.0.1:1/sparql", "no address": "http://",
            "port": "http://x:99999/", "other scheme": "ftp://127.0.0.1/", "space": "http://a b/",
            "user": "http://a:b@127.0.0.1:1/", "brackets": "http://[::1", "text": "localhost",
        }  # fmt: skip
        words = list(TEXTS.items())
        return {
            "text": words, "number": list(NUMBERS.items()), "iri": list(IRIS.items()),
            "date": list(DATES.items()), "output": list(OUTPUTS.items()),
            "query": [*QUERIES.items(), *words, *((name, name) for name in paths)],
            "pair": list(PAIRS.items()), "file": [(path, path) for path in paths],
            "folder": [(name, name) for name in (*FOLDERS, "good.ttl", "a\0b", "")],
            "url": list(urls.items()), "target": [("target", "wikidata"), *urls.items(), *words],
            "store": [("memory", "memory:"), *((name, name) for name in FOLDERS), *urls.items()],
            "service": [("pair", "urn:x=http://127.0.0.1:1/"), *urls.items(), *words[:8]],
            "name": [*((name, name) for name in self._questions), ("a question", "odd/good"),
                     ("a header", "odd/header"), ("a service", "odd/asks"), *words],
        }  # fmt: skip

    def __iter__(self) -> Iterator[Line]:
        pairs = [(verb, option) for verb in COMMANDS for option in ("", *self._options[verb])]
        while True:
            for verb, option in self._random.sample(pairs, len(pairs)):
                yield self._line(verb, option)

    def _line(self, verb: str, option: str) -> Line:
        used: list[tuple[str, str]] = [("verb", verb), ("option", f"{verb} {option}")]
        others = self._random.choices(
            [*self._options[verb], ""], k=self._random.choice((0, 0, 1, 2))
        )
        words: list[str] = []
        for name in dict.fromkeys(filter(None, [option, *others, *_required(verb)])):
            words += self._option(verb, name, used)
        values = self._positionals(verb, used)
        # Options stand before, between and after the values.
        cut = self._random.randint(0, len(values))
        name, stdin = self._random.choice(list(STDIN.items()))
        used.append(("standard input", name))
        return Line((*verb.split(), *values[:cut], *words, *values[cut:]), stdin, tuple(used))

    def _option(self, verb: str, name: str, used: list[tuple[str, str]]) -> list[str]:
        destination, choices, takes = self._options[verb][name]
        if not takes:
            return [name]
        if choices and self._random.random() < 0.8:
            return [name, self._random.choice(choices)]
        kind = _BY_DESTINATION.get(destination, "text")
        if destination == "store" and verb in _LOCAL:
            kind = "text"
        return [name, self._value(kind, used)]

    def _positionals(self, verb: str, used: list[tuple[str, str]]) -> list[str]:
        words = []
        for action in _own(verb)._actions:
            if action.option_strings:
                continue
            kind = _BY_DESTINATION.get(action.dest, "text")
            least = 0 if action.nargs in ("*", "?") else 1
            most = {None: 1, "?": 1}.get(action.nargs, 3)
            if verb in {"queries", "links"}:
                kind = self._random.choice(("text", "name", "file"))
                words += self._random.choice(([], ["test"], ["export"], ["check"], ["resolve"]))
            if verb == "import" and action.dest == "name":
                words += [self._random.choice(("un-votes", "atop", "no-such"))]
                continue
            words += [self._value(kind, used) for _ in range(self._random.randint(least, most))]
        return words

    def _value(self, kind: str, used: list[tuple[str, str]]) -> str:
        name, value = next(self._turns[kind])
        used.append((kind, name))
        return value

    def kinds(self) -> set[tuple[str, str]]:
        """Give all that lines can be made of: verbs, options, values by their kind."""
        values = {(kind, name) for kind, pairs in self._values().items() for name, _ in pairs}
        options = {
            ("option", f"{verb} {name}") for verb in COMMANDS for name in ("", *self._options[verb])
        }
        return (
            values
            | options
            | {("verb", verb) for verb in COMMANDS}
            | {("standard input", name) for name in STDIN}
        )


def _own(verb: str) -> "object":
    own = parser(verb.split(maxsplit=1)[0])
    for word, destination in zip(verb.split(), ("verb", "action"), strict=False):
        own = next(one.choices for one in own._actions if one.dest == destination)[word]
    return own


def _required(verb: str) -> list[str]:
    """Give the options without which a verb does nothing."""
    return [action.option_strings[-1] for action in _own(verb)._actions
            if action.option_strings and action.required]  # fmt: skip


def _options(verb: str) -> dict[str, tuple[str, list[str], bool]]:
    """Give the options of a verb: destination, choices, and whether it takes a value."""
    return {
        action.option_strings[-1]: (
            action.dest,
            [str(choice) for choice in action.choices or ()],
            action.nargs != 0,
        )
        for action in _own(verb)._actions
        if action.option_strings
    }
