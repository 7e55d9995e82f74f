"""A blank node is named by what its file says: alike at each reading, and never as in another
file."""

import hashlib
import itertools
import random
import re

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secgraph.dataset import nodes, release
from secgraph.dataset.nodes import Scope
from secgraph.errors import BadFile
from support.fuzzing import examples

LABEL = re.compile(r"_:(b[0-9a-f]{32}(?:r[0-9]+)?c14n[0-9]+)")


def named(text: str, path: str = "a.ttl", scope: Scope | None = None) -> list[str]:
    """The statements of a text as they are read, sorted."""
    quads = release.read(path, data=text.encode(), keep_graphs=True, scope=scope)
    return sorted(map(str, quads))


def labels(lines: list[str]) -> set[str]:
    return {label for line in lines for label in LABEL.findall(line)}


NODES = st.sampled_from(["_:a", "_:b", "_:c", "_:d"])
OBJECTS = st.one_of(
    NODES,
    st.sampled_from(["<urn:x>", '"1"', '"_:a"', '"x"@ar--rtl']),
    st.builds("<<( {} <urn:p> {} )>>".format, NODES, NODES),
    st.builds("<<( <urn:x> <urn:p> <<( {} <urn:q> <urn:x> )>> )>>".format, NODES),
)
GRAPHS = st.sampled_from(["", " <urn:g>", " _:a", " _:e"])
LINES = st.builds(
    "{} <urn:{}> {}{} .\n".format,
    st.one_of(NODES, st.just("<urn:x>")),
    st.sampled_from("pq"),
    OBJECTS,
    GRAPHS,
)
FILES = st.lists(LINES, min_size=1, max_size=6)
"""Lines of N-Quads with up to five blank nodes, in every place that one can stand in."""


def relabelled(lines: list[str], seed: int) -> list[str]:
    """The same file by another writer: other labels, other order, lines twice."""
    chance = random.Random(seed)
    others = dict(zip("abcde", chance.sample([*"abcdefgh"], 5), strict=True))
    lines = [
        re.sub(r'(?<!")_:(\w)', lambda match: f"_:z{others[match[1]]}9", line) for line in lines
    ]
    lines += chance.sample(lines, 1)
    chance.shuffle(lines)
    return lines


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.fuzz
@examples(300)
@given(FILES, st.integers(0, 1000))
def test_the_order_of_lines_and_the_labels_in_a_file_do_not_count(lines, seed):
    """Five nodes that look alike go to the worker; few of these do."""
    other = "".join(relabelled(lines, seed))
    assert set(named("".join(lines), "a.nq")) == set(named(other, "elsewhere/b.nq"))


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.fuzz
@examples(200)
@given(FILES, FILES)
def test_two_files_never_share_a_node(lines, others):
    """Also where they say the same, in which case they differ by nothing else."""
    scope = Scope()
    first = named("".join(lines), "a.nq", scope)
    second = named("".join(others), "b.nq", scope)
    assert not labels(first) & labels(second)
    assert first == named("".join(lines), "a.nq", scope)
    assert second == named("".join(others), "b.nq", scope)


@pytest.mark.fuzz
@examples(200)
@given(FILES)
def test_no_statement_and_no_node_is_lost_or_merged(lines):
    """Some pairing of the nodes makes the two graphs the same: each of them is tried."""
    text = "".join(lines)
    before = set(map(str, pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_QUADS)))
    after = set(named(text, "a.nq"))
    old, new = (
        sorted(set(re.findall(r"(?<!\")_:(\w+)", " ".join(each)))) for each in (before, after)
    )
    assert len(old) == len(new)
    assert any(
        {_paired(line, dict(zip(new, other, strict=True))) for line in after} == before
        for other in itertools.permutations(old)
    )


def _paired(line: str, pairs: dict[str, str]) -> str:
    return re.sub(r'(?<!")_:(\w+)', lambda match: "_:" + pairs[match[1]], line)


@pytest.mark.long
@pytest.mark.sampled
def test_nodes_are_told_apart_through_triple_terms_in_one_another():
    """By what is said of another node, two terms deep; whatever they are called."""
    lines = [
        "<urn:x> <urn:p> _:b .\n",
        "<urn:x> <urn:p> <<( <urn:x> <urn:p> <<( _:b <urn:q> <urn:x> )>> )>> _:e .\n",
        "<urn:x> <urn:p> <<( <urn:x> <urn:p> <<( _:c <urn:q> <urn:x> )>> )>> _:a .\n",
    ]
    forms = {tuple(named("".join(relabelled(lines, seed)), "a.nq")) for seed in range(40)}
    assert len(forms) == 1


def test_a_label_is_the_digest_of_the_canonical_form_and_the_label_in_it():
    """The form is that of RDFC-1.0, reckoned here as its text says for nodes that differ by their
    own statements: they are numbered in the order of the digests of those."""
    own = [
        "<urn:p> <urn:q> _:a .\n_:a <urn:s> <urn:u> .\n",
        "<urn:p> <urn:r> _:a .\n_:a <urn:t> <urn:u> .\n",
    ]
    own.sort(key=lambda lines: hashlib.sha256(lines.encode()).hexdigest())
    canonical = [
        line.replace("_:a", f"_:c14n{number}")
        for number, lines in enumerate(own)
        for line in lines.splitlines()
    ] + ['<urn:p> <urn:v> "no node" .']
    form = hashlib.sha256("".join(f"{line}\n" for line in sorted(canonical)).encode()).hexdigest()
    expected = [line.replace("_:", f"_:b{form[:32]}").removesuffix(" .") for line in canonical]
    text = "<urn:p> <urn:q> [ <urn:s> <urn:u> ] ; <urn:r> [ <urn:t> <urn:u> ] ; <urn:v> 'no node' ."
    assert named(text) == sorted(expected)


def test_where_a_file_stands_what_it_is_called_and_its_format_do_not_count(tmp_path):
    turtle = tmp_path / "one" / "a.ttl"
    lines = tmp_path / "two" / "b.nt"
    for path in (turtle, lines):
        path.parent.mkdir()
    turtle.write_text("[] <urn:p> [ <urn:q> 'x' ] .", encoding="utf-8")
    lines.write_text('_:b <urn:q> "x" .\n_:a <urn:p> _:b .\n', encoding="utf-8")
    assert set(release.read(str(turtle))) == set(release.read(str(lines)))


def test_the_other_files_count_only_where_they_have_the_same_form(tmp_path):
    """A copy is another file, a second name of a file is not."""
    paths = [tmp_path / name for name in ("a.ttl", "b.ttl", "copy.ttl", "link.ttl")]
    for path, text in zip(
        paths, ("_:x <urn:p> 1 .", "_:x <urn:p> 2 .", "_:y <urn:p> 1 ."), strict=False
    ):
        path.write_text(text, encoding="utf-8")
    paths[3].symlink_to(paths[0])
    a, b, copy, link = map(str, paths)
    alone = {path: release.read(path) for path in (a, b, copy, link)}
    scope = Scope()
    together = {path: release.read(path, scope=scope) for path in (b, a, copy, link)}
    assert together[a] == alone[a]
    assert together[b] == alone[b]
    assert together[link] == alone[a]
    assert alone[copy] == alone[a] != together[copy]
    assert len({*map(str, together[a]), *map(str, together[b]), *map(str, together[copy])}) == 3


def test_nodes_that_look_alike_are_told_apart_in_a_process_of_its_own():
    """A ring of twelve; the process knows no folder of the user, and gives what this one would."""
    ring = "".join(f"_:n{n} <urn:next> _:n{(n + 1) % 12} .\n" for n in range(12))
    turned = "".join(f"_:n{(n + 1) % 12} <urn:next> _:n{(n + 2) % 12} .\n" for n in range(12))
    assert named(ring) == named(turned)
    assert len(labels(named(ring))) == 12


def test_the_process_runs_no_code_from_the_current_folder(tmp_path, monkeypatch):
    (tmp_path / "pyoxigraph.py").write_text("raise SystemExit(9)", encoding="utf-8")
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert len(labels(named("".join(f"_:n{n} <urn:p> _:m{n} .\n" for n in range(5))))) == 10


def test_what_takes_exponential_work_is_refused_in_one_line(monkeypatch):
    """Twelve nodes that all point at each other take more steps than there are seconds."""
    monkeypatch.setattr(nodes, "SECONDS", 1)
    pairs = [(a, b) for a in range(12) for b in range(12) if a != b]
    text = "".join(f"_:n{a} <urn:p> _:n{b} .\n" for a, b in pairs)
    with pytest.raises(BadFile, match=r"a\.ttl: its blank nodes are too alike .* give them IRIs"):
        named(text)


def test_more_blank_nodes_than_the_limit_are_refused_in_one_line(monkeypatch):
    monkeypatch.setattr(nodes, "MOST", 5)
    text = "".join(f"_:n{n} <urn:p> {n} .\n" for n in range(5))
    assert len(labels(named(text))) == 5
    with pytest.raises(BadFile, match=r"a\.ttl: holds 6 blank nodes.*more than 5"):
        named(text + "[] <urn:p> 5 .")


def test_the_labels_that_a_file_has_are_found_again():
    """Those that say the same are paired in some order, and each once."""
    text = "_:one <urn:p> _:two . _:two <urn:q> 'x' . _:l <urn:r> 'y' . _:m <urn:r> 'y' ."
    written = list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE))
    identified = release.read("a.ttl", data=text.encode())
    paired = nodes.labels(written, identified)
    by_predicate = {quad.predicate.value: quad.subject.value for quad in identified}
    assert paired[by_predicate["urn:p"]] == "one"
    assert paired[by_predicate["urn:q"]] == "two"
    assert sorted(paired.values()) == ["l", "m", "one", "two"]


def test_iris_stand_for_blank_nodes_in_every_place():
    (quad,) = release.read(
        "a.nq", data=b"_:a <urn:p> <<( _:a <urn:q> _:b )>> _:g .\n", keep_graphs=True
    )
    assert "_:" not in str(nodes.skolemized(quad))
    assert str(nodes.skolemized(quad)).count("/.well-known/genid/b") == 4
