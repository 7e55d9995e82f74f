"""Name the blank nodes of a file by what the file says, so that each reading names them alike.

Reads no file and knows no store. RDFC-1.0 is that of pyoxigraph; see docs/stores.md.
"""

import contextlib
import hashlib
import os.path
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pyoxigraph

from secgraph.dataset import isolated
from secgraph.errors import BadFile
from secgraph.namespaces import SKOLEM

Object = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple
Node = pyoxigraph.NamedNode | pyoxigraph.BlankNode
Renaming = Callable[[pyoxigraph.BlankNode], Node]

MOST = 200_000
"""Blank nodes of one file; a file of more is refused."""

SECONDS = 10
"""Seconds of processor time in which the blank nodes of a file must be told apart."""

_ALIKE = 4
"""Up to so many nodes that look alike are told apart in this process, in milliseconds."""


class Scope:
    """The files that are read together, none of which shares a blank node with another.

    The label of a node is made of the digest of the canonical form of its file and of its label
    there. It depends neither on the name of the file nor on the other files; only where several
    files have the same canonical form does the order count in which they were named first.

    Args:
        holds: Whether a store holds a statement. If given, files are read to be taken out of the
            store: of several copies of a form that it holds, the last ones are meant, and the
            statements without blank nodes are left to the copies that stay.
    """

    def __init__(self, holds: Callable[[pyoxigraph.Quad], bool] | None = None) -> None:
        self._holds = holds
        self._paths: dict[str, list[str]] = {}
        self._stored: dict[str, int] = {}

    def identify(
        self, quads: Sequence[pyoxigraph.Quad], path: str, *, own: bool = False
    ) -> list[pyoxigraph.Quad]:
        """Give the statements of a file with the labels that its blank nodes have everywhere.

        Args:
            quads: All statements of the file, in their graphs.
            path: The file.
            own: Whether the file is one of the release, whose nodes are known to differ.

        Returns:
            The statements without blank nodes in their order, then the others, sorted.

        Raises:
            BadFile: The blank nodes are too many, or too alike to be told apart.
        """
        ground: list[pyoxigraph.Quad] = []
        blank: list[pyoxigraph.Quad] = []
        for quad in quads:
            (blank if _has_blank(quad) else ground).append(quad)
        if not blank:
            return ground
        canonical = _canonical(blank, path, own=own)
        lines = sorted({str(quad) for quad in (*ground, *canonical)})
        form = hashlib.sha256("".join(f"{line} .\n" for line in lines).encode()).hexdigest()[:32]
        number = self._number(form, path, canonical[0])
        named = [_renamed(quad, _labels(form, number)) for quad in canonical]
        return named if self._holds and number else ground + named

    def _number(self, form: str, path: str, sample: pyoxigraph.Quad) -> int:
        """Say which of the files of this form a file is, from 0."""
        paths = self._paths.setdefault(form, [])
        real = os.path.realpath(path)
        if real not in paths:
            paths.append(real)
        number = paths.index(real)
        if self._holds is None:
            return number
        if form not in self._stored:
            stored = 0
            while self._holds(_renamed(sample, _labels(form, stored))):
                stored += 1
            self._stored[form] = stored
        return max(self._stored[form] - 1 - number, 0)


def skolemized(quad: pyoxigraph.Quad, base: str = SKOLEM) -> pyoxigraph.Quad:
    """Give a statement with IRIs in the place of blank nodes, also of those in triple terms."""
    return _renamed(quad, lambda node: pyoxigraph.NamedNode(base + node.value))


def unskolemized(quad: pyoxigraph.Quad) -> pyoxigraph.Quad:
    """Give a statement with blank nodes in the place of the IRIs of :func:`skolemized`.

    Those in triple terms stay IRIs: the release has none.
    """

    def node(term: pyoxigraph.NamedNode) -> Node:
        value = term.value
        return pyoxigraph.BlankNode(value[len(SKOLEM) :]) if value.startswith(SKOLEM) else term

    subject, object_ = quad.subject, quad.object
    return pyoxigraph.Quad(
        node(subject) if isinstance(subject, pyoxigraph.NamedNode) else subject,
        quad.predicate,
        node(object_) if isinstance(object_, pyoxigraph.NamedNode) else object_,
        quad.graph_name,
    )


def labels(
    quads: Iterable[pyoxigraph.Quad], identified: Iterable[pyoxigraph.Quad]
) -> dict[str, str]:
    """Give the label in the file of each blank node, by the label that :class:`Scope` gives.

    Nodes about which the file says the same are paired in some order.
    """
    before, after = _by_description(quads), _by_description(identified)
    return {
        label: written
        for description, those in after.items()
        for label, written in zip(those, before.get(description, ()), strict=False)
    }


def blank_nodes(quad: pyoxigraph.Quad) -> Iterator[pyoxigraph.BlankNode]:
    """Give the blank nodes of a statement, also those in triple terms."""
    for term in (quad.subject, quad.object, quad.graph_name):
        yield from _within(term)


def _labels(form: str, number: int) -> Renaming:
    start = f"b{form}r{number}" if number else f"b{form}"
    return lambda node: pyoxigraph.BlankNode(start + node.value)


def _canonical(quads: Sequence[pyoxigraph.Quad], path: str, *, own: bool) -> list[pyoxigraph.Quad]:
    """Give statements in canonical form, sorted.

    Raises:
        BadFile: It takes too much work.
    """
    return sorted(_nested(_canonical_flat(_flat(quads), path, own=own)), key=str)


def _flat(quads: Sequence[pyoxigraph.Quad]) -> list[pyoxigraph.Quad]:
    """Give statements in which no triple term with a blank node stands in another.

    pyoxigraph 0.5 does not compare nodes through more than one triple term. Instead of an inner one
    stands a node, of which a further statement says which term it is.
    """
    longest = max((node.value for quad in quads for node in blank_nodes(quad)), key=len)
    inner: dict[str, pyoxigraph.BlankNode] = {}
    flat: list[pyoxigraph.Quad] = []

    def outer(term: Object) -> Object:
        if not isinstance(term, pyoxigraph.Triple) or not isinstance(
            term.object, pyoxigraph.Triple
        ):
            return term
        if not any(True for _ in _within(term.object)):
            return term
        node = inner.get(str(term.object))
        if node is None:
            node = pyoxigraph.BlankNode(f"{longest}i{len(inner)}")
            inner[str(term.object)] = node
            flat.append(pyoxigraph.Quad(node, _IS, outer(term.object)))
        return pyoxigraph.Triple(term.subject, term.predicate, node)

    flat += [
        pyoxigraph.Quad(quad.subject, quad.predicate, outer(quad.object), quad.graph_name)
        for quad in quads
    ]
    return flat


def _nested(quads: Sequence[pyoxigraph.Quad]) -> list[pyoxigraph.Quad]:
    """Put the inner triple terms back in their places; see :func:`_flat`."""
    inner: dict[object, Object] = {
        quad.subject: quad.object for quad in quads if quad.predicate == _IS
    }

    def whole(term: Object) -> Object:
        if not isinstance(term, pyoxigraph.Triple):
            return term
        within = inner.get(term.object, term.object)
        return pyoxigraph.Triple(term.subject, term.predicate, whole(within))

    return [
        pyoxigraph.Quad(quad.subject, quad.predicate, whole(quad.object), quad.graph_name)
        for quad in quads
        if quad.predicate != _IS
    ]


_IS = pyoxigraph.NamedNode(SKOLEM + "is-triple-term")
"""Leads from a node to the triple term for which it stands, while nodes are named."""


def _canonical_flat(
    quads: Sequence[pyoxigraph.Quad], path: str, *, own: bool
) -> list[pyoxigraph.Quad]:
    if own or _alike(quads, path) <= _ALIKE:
        return list(_canonicalized(quads))
    written = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_QUADS) or b""
    try:
        done = isolated.run(canonicalize, written, str(SECONDS), seconds=60 * SECONDS)
    except subprocess.TimeoutExpired as error:
        raise _too_alike(path) from error
    if done.returncode:
        raise _too_alike(path)
    return list(pyoxigraph.parse(done.stdout, format=pyoxigraph.RdfFormat.N_QUADS))


def canonicalize(data: bytes, seconds: str) -> bytes:
    """Give statements in N-Quads in canonical form, in a process that ends after so much work.

    RDFC-1.0 can take exponential time, and pyoxigraph cannot be interrupted: the limit is that of
    the system, which ends the process also where its parent is gone.
    """
    with contextlib.suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    format_ = pyoxigraph.RdfFormat.N_QUADS
    dataset = _canonicalized(pyoxigraph.parse(data, format=format_))
    return pyoxigraph.serialize(dataset, format=format_) or b""


def _canonicalized(quads: Iterable[pyoxigraph.Quad]) -> pyoxigraph.Dataset:
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _too_alike(path: str) -> BadFile:
    return BadFile(
        path,
        f"its blank nodes are too alike to be told apart within {SECONDS} seconds of work; give "
        "them IRIs",
    )


def _alike(quads: Sequence[pyoxigraph.Quad], path: str) -> int:
    """Count the blank nodes of which another one looks the same, by its own statements alone.

    Raises:
        BadFile: There are more blank nodes than are told apart.
    """
    descriptions = _descriptions(quads)
    if len(descriptions) > MOST:
        raise BadFile(
            path,
            f"holds {len(descriptions):,} blank nodes, and those of a file with more than "
            f"{MOST:,} are not told apart; give them IRIs",
        )
    if any(isinstance(quad.object, pyoxigraph.Triple) for quad in quads):
        return len(descriptions)  # how the library compares nodes in triple terms is its own
    counts = Counter(descriptions.values())
    return sum(count for count in counts.values() if count > 1)


_ROUNDS = 8
"""How many statements away a difference between nodes may be that tells them apart."""


def _by_description(quads: Iterable[pyoxigraph.Quad]) -> dict[int, list[str]]:
    """Group the labels of blank nodes about which the same is said."""
    those = list(quads)
    known: dict[str, int] = {}
    for _ in range(_ROUNDS):
        known = _descriptions(those, known)
    groups: dict[int, list[str]] = {}
    for label, description in known.items():
        groups.setdefault(description, []).append(label)
    return groups


def _descriptions(
    quads: Iterable[pyoxigraph.Quad], known: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Describe each blank node by its statements, and by what is known of the nodes in them.

    Returns:
        By label a number that is the same for two nodes if the same is said of both. It has a
        meaning in this process only.
    """
    known = known or {}
    said: dict[str, set[tuple[object, ...]]] = {}
    for quad in quads:
        terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
        for node in blank_nodes(quad):
            about = tuple(_seen_from(node.value, term, known) for term in terms)
            said.setdefault(node.value, set()).add(about)
    return {label: hash(frozenset(about)) for label, about in said.items()}


def _seen_from(label: str, term: object, known: Mapping[str, int]) -> object:
    """Give a term with a mark in the place of each blank node: this one, or what another is."""
    if isinstance(term, pyoxigraph.BlankNode):
        return True if term.value == label else known.get(term.value, 0)
    if isinstance(term, pyoxigraph.Triple):
        parts = (term.subject, term.predicate, term.object)
        return tuple(_seen_from(label, part, known) for part in parts)
    return term


def _has_blank(quad: pyoxigraph.Quad) -> bool:
    return any(True for _ in blank_nodes(quad))


def _within(term: object) -> Iterator[pyoxigraph.BlankNode]:
    if isinstance(term, pyoxigraph.BlankNode):
        yield term
    elif isinstance(term, pyoxigraph.Triple):
        yield from _within(term.subject)
        yield from _within(term.object)


def _renamed(quad: pyoxigraph.Quad, name: Renaming) -> pyoxigraph.Quad:
    graph = quad.graph_name
    return pyoxigraph.Quad(
        name(quad.subject) if isinstance(quad.subject, pyoxigraph.BlankNode) else quad.subject,
        quad.predicate,
        _renamed_object(quad.object, name),
        name(graph) if isinstance(graph, pyoxigraph.BlankNode) else graph,
    )


def _renamed_object(term: "Object", name: Renaming) -> "Object":
    if isinstance(term, pyoxigraph.BlankNode):
        return name(term)
    if isinstance(term, pyoxigraph.Triple):
        subject = term.subject
        return pyoxigraph.Triple(
            name(subject) if isinstance(subject, pyoxigraph.BlankNode) else subject,
            term.predicate,
            _renamed_object(term.object, name),
        )
    return term
