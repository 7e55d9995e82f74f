"""Resolve the wording of a relation, and find the contents that bear on it.

A wording is a kind with modifiers, a kind from the side of its object, or the label of a former
kind, which stands for the whole of its rewriting. What is affirmed counts upward, what is denied
counts downward. Judges no claim.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from secgraph.claims import fact_layer, kinds
from secgraph.claims.contents import short
from secgraph.dataset.names import fold
from secgraph.errors import BadValue, UnknownValue
from secgraph.namespaces import PREFIXES, SG, curie
from secgraph.query.labels import Names
from secgraph.query.nearest import Nearest
from secgraph.query.sessions import Session

Rows = kinds.Rows

_schemes: WeakKeyDictionary[Session, kinds.Scheme] = WeakKeyDictionary()

SAYS, DENIES = "says", "denies"

_SGV = PREFIXES["sgv"]
_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "sgv", "rdfs", "dcterms"))


@dataclass(frozen=True, slots=True)
class Wording:
    """What is asked for by one wording of a relation.

    Attributes:
        label: As it is shown.
        kind: IRI of the kind of the vocabulary.
        modifiers: IRIs of its modifiers.
        symmetric: Whether it counts with subject and object exchanged.
        form: How a content of a former kind is built now: empty, or one of ``swapped``,
            ``negated``, ``nested``, ``judged``, ``object-moved``, ``subject-described``.
        inner: IRI of the kind of the content inside, for ``nested`` and ``judged``.
        node: Label of the node that stands for the object or the subject.
        moved: IRI of the kind of the qualifier that the object became, for ``object-moved``.
        scheme: The kinds and modifiers of the graph.
    """

    label: str
    kind: str
    modifiers: frozenset[str]
    symmetric: bool
    form: str = ""
    inner: str = ""
    node: str = ""
    moved: str = ""
    scheme: kinds.Scheme = field(default=kinds.Scheme({}, {}), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Content:
    """A content that bears on a wording.

    Attributes:
        iri, subject, object: IRIs.
        qualifiers: Pairs of the kind of a qualifier and what fills it; a time is one of
            ``sg:concernsTime``.
        affirmed: What a claim does with the wording that affirms the content: :data:`SAYS`,
            :data:`DENIES`, or nothing, which is empty.
        denied: The same for a claim that denies the content.
        opposite: Label of its kind where that is the opposite of the kind asked for.
        inner: Kind, subject and object of the content that its object is; empty for none.
    """

    iri: str
    subject: str
    object: str
    qualifiers: frozenset[tuple[str, str]]
    affirmed: str
    denied: str
    opposite: str = ""
    inner: tuple[str, str, str] = ("", "", "")


def resolve(session: Session, name: str, *, required: bool = True) -> Wording | None:
    """Give what a wording asks for.

    Args:
        session: Where to look.
        name: Label, prefixed name or IRI of a kind, a sub-kind or a former kind; or the label of a
            kind and those of modifiers, with commas between; or the label of a kind from the side
            of its object, such as ``is threatened by``.
        required: Whether there has to be such a kind; else None is given where there is none.

    Raises:
        UnknownValue: No kind has this name; carries the nearest.
        BadValue: Several kinds have it.
    """
    scheme = _scheme(session)
    names = session.names(SG + "RelationKind")
    former = session.names(SG + "FormerKind")
    if not names.all(name) and former.all(name):
        return _former(session.store.rows, former, former.one(name), scheme)
    if not names.all(name) and ", " in name:
        composed = _composed(session, name, scheme)
        if composed is not None:
            return composed
    if not names.all(name):
        inverse = _inverse(name, scheme)
        if inverse is not None:
            return inverse
        if not required:
            return None
        if not session.names().all(name):
            raise UnknownValue(name, curie(SG + "RelationKind"), *_nearest(name, former, scheme))
    iri = names.one(name, session.names)
    parsed = scheme.parse(iri)
    if parsed is None:
        return Wording(names.labels.get(iri, name), iri, frozenset(), False, scheme=scheme)
    kind, modifiers = parsed
    return _of_kind(kind.iri, [modifier.iri for modifier in modifiers], scheme)


def listed(session: Session) -> list[dict[str, str]]:
    """List what can be asked: kinds, with their labels from the side of the object, and facts.

    Returns:
        Rows with ``relation``, ``inverse`` (empty for none), ``answeredBy`` (claims, facts or
        both) and ``kind``, the prefixed name of the kind; sorted by ``relation``.
    """
    rows = {
        kind.label: {
            "relation": kind.label,
            "inverse": "" if kind.inverse == kind.label else kind.inverse,
            "answeredBy": "claims",
            "kind": curie(kind.iri),
        }
        for kind in _scheme(session).kinds.values()
    }
    for fact in fact_layer.KINDS:
        if fact.label in rows:
            rows[fact.label]["answeredBy"] = "claims and facts"
        else:
            rows[fact.label] = {
                "relation": fact.label,
                "inverse": fact.inverse,
                "answeredBy": "facts",
                "kind": "",
            }
    return [rows[label] for label in sorted(rows)]


def _inverse(name: str, scheme: kinds.Scheme) -> Wording | None:
    """Give the wording of a kind from the side of its object; None where no kind has it.

    Raises:
        BadValue: Several kinds have it.
    """
    found = [kind for kind in scheme.kinds.values() if kind.inverse and _is(name, kind.inverse)]
    if not found:
        return None
    if len(found) > 1:
        labels = " or ".join(repr(kind.label) for kind in found)
        raise BadValue(name, f"it is the other side of several kinds; ask with {labels} instead")
    (kind,) = found
    none: frozenset[str] = frozenset()
    return Wording(kind.inverse, kind.iri, none, kind.symmetric, "swapped", scheme=scheme)


def _is(name: str, label: str) -> bool:
    return fold(name) == fold(label)


def _nearest(name: str, former: Names, scheme: kinds.Scheme) -> tuple[list[str], str]:
    """Give up to three wordings that look most like a name, and what to say where none does."""
    labels = {kind.label for kind in scheme.kinds.values()} | set(former.labels.values())
    labels |= {kind.inverse for kind in scheme.kinds.values() if kind.inverse}
    labels |= {label for one in fact_layer.KINDS for label in (one.label, one.inverse) if label}
    by_key = {fold(label): label for label in sorted(labels)}
    near = [by_key[key] for key in Nearest(by_key).near(fold(name))[:3]]
    return near, "" if near else "; 'secgraph ask --kinds' lists what can be asked"


def of_members(
    session: Session, wording: Wording, subjects: Collection[str], objects: Collection[str]
) -> list[Content]:
    """Give the contents that a closed group affirms of its members, of which two are asked about.

    Args:
        session: Where to look.
        wording: Asked for.
        subjects: IRIs.
        objects: IRIs.
    """
    base = wording.scheme.kinds.get(wording.kind)
    if wording.form not in ("", "swapped", "negated") or base is None:
        return []
    if wording.form == "swapped":
        subjects, objects = objects, subjects
    says, denies = (DENIES, SAYS) if wording.form == "negated" else (SAYS, DENIES)
    modifiers = {iri.removeprefix(_SGV) for iri in wording.modifiers}
    heads: dict[str, str] = {}
    opposites = () if modifiers or wording.form == "negated" else base.opposites
    for kind in (wording.kind, *opposites):
        relation = kinds.SEPARATOR.join([short(kind), *sorted(modifiers)])
        for first in map(short, subjects):
            for second in map(short, objects):
                sides = sorted((first, second)) if base.symmetric else (first, second)
                heads[f"{sides[0]} | {relation} | {sides[1]}"] = kind
    terms = " ".join(f'"{head}"' for head in sorted(heads))
    rows = session.store.rows(
        f"""{_HEAD}SELECT DISTINCT ?q ?head ?s ?o WHERE {{ VALUES ?head {{ {terms} }}
        ?q sg:hasMemberKey ?key ; sg:hasSubject ?s ; sg:hasObject ?o .
        FILTER (STR(?key) = ?head || STRSTARTS(STR(?key), CONCAT(?head, " ; "))) }}"""
    )
    qualifiers = _qualifiers(session.store.rows, {row[0] for row in rows})
    return [
        Content(
            iri,
            subject,
            object,
            frozenset(qualifiers.get(iri, ())),
            says if heads[head] == wording.kind else denies,
            "",
            "" if heads[head] == wording.kind else wording.scheme.kinds[heads[head]].label,
        )
        for iri, head, subject, object in rows
    ]


def _scheme(session: Session) -> kinds.Scheme:
    """Give the kinds and modifiers of a session, which are read once."""
    if session not in _schemes:
        _schemes[session] = kinds.load(session.store.rows)
    return _schemes[session]


def contents(
    session: Session, wording: Wording, subjects: Collection[str], objects: Collection[str]
) -> list[Content]:
    """Give the contents that bear on a wording between things, sorted by IRI.

    Args:
        session: Where to look.
        wording: Asked for.
        subjects: IRIs.
        objects: IRIs.
    """
    scheme = wording.scheme
    base = scheme.kinds.get(wording.kind)
    relevant = {wording.kind, *scheme.above(wording.kind), *(base.opposites if base else ())}
    relevant |= {iri for iri in scheme.kinds if wording.kind in scheme.above(iri)}
    used = session.names(SG + "RelationKind").labels
    relations = sorted(iri for iri in used if _base(scheme, iri) in relevant)
    described = _described(session.store.rows, relations, _sides(wording, subjects, objects))
    labels = session.names().labels
    bearings = [_bearing(wording, content) for content in described]
    return sorted(
        (
            content
            for content in bearings
            if content is not None and _joins(content, wording, subjects, objects, labels)
        ),
        key=lambda content: content.iri,
    )


def _sides(wording: Wording, subjects: Collection[str], objects: Collection[str]) -> str:
    """Give the pattern that limits what contents relate, as far as their form allows."""
    if wording.form in ("nested", "judged", "object-moved"):
        return f"VALUES ?s {{ {_terms(subjects)} }}"
    if wording.form == "subject-described":
        return f"VALUES ?o {{ {_terms(objects)} }}"
    pairs = {(subject, object) for subject in subjects for object in objects}
    pairs |= {(object, subject) for subject, object in pairs}
    terms = " ".join(f"(<{first}> <{second}>)" for first, second in sorted(pairs))
    return f"VALUES (?s ?o) {{ {terms} }}"


def _terms(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(iris))


def _joins(
    content: Content,
    wording: Wording,
    subjects: Collection[str],
    objects: Collection[str],
    labels: Mapping[str, str],
) -> bool:
    """Whether a content relates one of the subjects to one of the objects, as worded."""
    inner_kind, inner_subject, inner_object = content.inner
    if wording.form == "swapped":
        return content.subject in objects and content.object in subjects
    if wording.form == "nested":
        inside = inner_kind == wording.inner and inner_object in objects
        return inside and content.subject in subjects and inner_subject in subjects
    if wording.form == "judged":
        judged = inner_kind == wording.inner and labels.get(inner_object) == wording.node
        return judged and content.subject in subjects and inner_subject in objects
    if wording.form == "object-moved":
        moved = any(way == wording.moved and by in objects for way, by in content.qualifiers)
        return (
            moved
            and content.subject in subjects
            and labels.get(content.object) in _filled(wording.node, subjects, labels)
        )
    if wording.form == "subject-described":
        described = labels.get(content.subject) in _filled(wording.node, subjects, labels)
        return described and content.object in objects
    if content.subject in subjects and content.object in objects:
        return True
    return wording.symmetric and content.subject in objects and content.object in subjects


def _filled(node: str, subjects: Iterable[str], labels: Mapping[str, str]) -> set[str]:
    return {node.replace("{subject}", labels.get(subject, "")) for subject in subjects}


def _of_kind(kind: str, modifiers: Iterable[str], scheme: kinds.Scheme) -> Wording:
    """Give the wording of a kind of the vocabulary with modifiers."""
    wanted = frozenset(modifiers)
    if not wanted:
        base = scheme.kinds[kind]
        return Wording(base.label, kind, wanted, base.symmetric, scheme=scheme)
    made = scheme.sub_kind(kind, wanted)
    binds = any(scheme.modifiers[iri].family for iri in wanted)
    symmetric = scheme.kinds[kind].symmetric and not binds
    return Wording(made.label, kind, wanted, symmetric, scheme=scheme)


def _composed(session: Session, name: str, scheme: kinds.Scheme) -> Wording | None:
    """Give the wording of labels with commas between; None where one of them is unknown."""
    first, *rest = name.split(", ")
    wanted = session.names(SG + "RelationKind").all(first)
    by_label = {modifier.label: iri for iri, modifier in scheme.modifiers.items()}
    modifiers: list[str] = []
    for part in rest:
        # A quantity goes with its topic: "some security challenges".
        quantity, _, topic = part.partition(" ")
        labels = [part] if part in by_label else [quantity, topic]
        if not all(label in by_label for label in labels):
            return None
        modifiers += [by_label[label] for label in labels]
    parsed = scheme.parse(wanted[0]) if len(wanted) == 1 else None
    if parsed is None:
        return None
    kind, bound = parsed
    return _of_kind(kind.iri, [*(modifier.iri for modifier in bound), *modifiers], scheme)


def _former(rows: Rows, names: Names, iri: str, scheme: kinds.Scheme) -> Wording:
    """Give the whole of what is written instead of a former kind."""
    facets: dict[str, list[str]] = {}
    for name, value in rows(f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o . }}"):
        facets.setdefault(name, []).append(value)

    def facet(name: str) -> str:
        return next(iter(facets.get(SG + name, ())), "")

    kind = facets.get(PREFIXES["dcterms"] + "isReplacedBy", [""])[0]
    if kind not in scheme.kinds:
        raise UnknownValue(names.labels[iri], SG + "RelationKind", [])
    return Wording(
        names.labels[iri],
        kind,
        frozenset(facets.get(SG + "hasModifier", ())),
        facet("isSymmetric") in ("true", "1"),
        facet("hasForm"),
        facet("hasInnerKind"),
        facet("hasNodeLabel"),
        facet("movesTo"),
        scheme,
    )


def _base(scheme: kinds.Scheme, iri: str) -> str:
    """Give the kind of the vocabulary that a used kind is or is made of."""
    parsed = scheme.parse(iri)
    return parsed[0].iri if parsed else iri


@dataclass(frozen=True, slots=True)
class _Described:
    """A content as the graph describes it: see :class:`Content`."""

    iri: str
    kind: str
    subject: str
    object: str
    inner: tuple[str, str, str]
    qualifiers: frozenset[tuple[str, str]]

    def bearing(self, affirmed: str, denied: str, opposite: str = "") -> Content:
        """Give the content with what its claims do with a wording."""
        return Content(
            self.iri,
            self.subject,
            self.object,
            self.qualifiers,
            affirmed,
            denied,
            opposite,
            self.inner,
        )


def _described(rows: Rows, relations: Iterable[str], sides: str) -> list[_Described]:
    """Read the contents of some kinds that have an object."""
    contents = [
        *rows(
            f"""{_HEAD}SELECT ?q ?r ?s ?o ?ir ?is ?io WHERE {{ {sides}
            VALUES ?r {{ {_terms(relations)} }}
            ?q sg:hasSubject ?s ; sg:hasObject ?o ; sg:hasRelation ?r .
            OPTIONAL {{ ?o sg:hasRelation ?ir ; sg:hasSubject ?is ; sg:hasObject ?io . }} }}"""
        )
    ]
    if not contents:
        return []
    qualifiers = _qualifiers(rows, {row[0] for row in contents})
    return [
        _Described(
            iri,
            kind,
            subject,
            object,
            (inner_kind, inner_subject, inner_object),
            frozenset(qualifiers.get(iri, ())),
        )
        for iri, kind, subject, object, inner_kind, inner_subject, inner_object in contents
    ]


def _qualifiers(rows: Rows, contents: Collection[str]) -> dict[str, set[tuple[str, str]]]:
    """Read what narrows contents: the kind of each qualifier and what fills it, and their times."""
    qualifiers: dict[str, set[tuple[str, str]]] = {}
    if not contents:
        return qualifiers
    for content, way, filler in rows(
        f"""{_HEAD}SELECT ?q ?way ?filler WHERE {{ VALUES ?q {{ {_terms(contents)} }}
        {{ ?q sg:hasContext ?x . ?x sg:hasQualifierKind ?way ; sg:hasFiller ?filler . }} UNION
        {{ ?q sg:concernsTime ?filler . BIND (sg:concernsTime AS ?way) }} }}"""
    ):
        qualifiers.setdefault(content, set()).add((way, filler))
    return qualifiers


def _bearing(wording: Wording, content: _Described) -> Content | None:
    """Say what a content does with a wording when it is affirmed and when it is denied."""
    scheme = wording.scheme
    parsed = scheme.parse(content.kind)
    kind = parsed[0].iri if parsed else content.kind
    binding, narrowing = _split(scheme, [modifier.iri for modifier in parsed[1]] if parsed else ())
    wanted_binding, wanted = _split(scheme, wording.modifiers)
    if binding != wanted_binding:
        return None
    base = scheme.kinds.get(wording.kind)
    if base is not None and kind in base.opposites and not binding:
        closed = base.contradictory and not wanted and not narrowing
        return content.bearing(DENIES, SAYS if closed else "", scheme.kinds[kind].label)
    fillers = {filler for _, filler in content.qualifiers}
    affirmed = wording.kind in scheme.above(kind) and wanted <= narrowing | fillers
    denied = kind in scheme.above(wording.kind) and narrowing <= wanted
    denied = denied and _topics_agree(scheme, wanted, content.qualifiers)
    if not affirmed and not denied:
        return None
    if wording.form == "negated":
        return content.bearing(DENIES if affirmed else "", SAYS if denied else "")
    return content.bearing(SAYS if affirmed else "", DENIES if denied else "")


def _split(scheme: kinds.Scheme, modifiers: Collection[str]) -> tuple[set[str], set[str]]:
    """Give the modifiers that bind, and those that narrow."""
    binding = {iri for iri in modifiers if iri in scheme.modifiers and scheme.modifiers[iri].binds}
    return binding, set(modifiers) - binding


def _topics_agree(
    scheme: kinds.Scheme, wanted: Iterable[str], qualifiers: Collection[tuple[str, str]]
) -> bool:
    """Whether no qualifier of a content names another topic or respect than is asked for."""
    ways = {scheme.modifiers[iri].fills: iri for iri in wanted if iri in scheme.modifiers}
    return all(ways.get(way, filler) == filler for way, filler in qualifiers)
