"""Take in what a file of claims declares: its head, sources, kinds, and things.

Every declaration is known before a claim is looked at, so that no order of lines matters.
"""

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Protocol

from secgraph.authoring import identifiers, syntax, terms
from secgraph.authoring.lexing import Broken
from secgraph.authoring.mistakes import Mistakes, quoted
from secgraph.authoring.model import Content, Declared, Work
from secgraph.authoring.syntax import Block, Inner, Name, New
from secgraph.authoring.vocabulary import SGV, Entity
from secgraph.dataset import states
from secgraph.dataset.names import fold
from secgraph.namespaces import PREFIXES, curie, expand, is_iri

FORMS = {"Group": "DescribedGroup"}
"""Classes that have a shorter name in the format."""

CLASSES = (
    "Referent",
    "Group",
    "Quality",
    "Issue",
    "StrategicConcept",
    "Strategy",
    "Collective",
    "UnidentifiedAgent",
    "Person",
    "State",
    "Government",
    "Grouping",
    "Alliance",
    "Minilateral",
    "IntergovernmentalOrganization",
    "ProposedGrouping",
    "Scenario",
    "PotentialEvent",
    "Region",
    "Threat",
    "Event",
    "ArmedConflict",
    "Meeting",
    "Visit",
    "Pandemic",
    "Relationship",
    "Treaty",
    "Post",
)

HOLDERS = frozenset(
    {
        "Actor",
        "Person",
        "State",
        "Government",
        "Grouping",
        "Alliance",
        "Minilateral",
        "IntergovernmentalOrganization",
        "Collective",
        "UnidentifiedAgent",
        "Referent",
        "DescribedGroup",
    }
)
"""Classes of those who can hold a view."""

ACTORS = HOLDERS - {"Referent", "DescribedGroup"}
MANY = frozenset({"DescribedGroup", "Collective"})
"""Classes of what is made of several."""

GROUPINGS = frozenset({"Grouping", "Alliance", "Minilateral", "IntergovernmentalOrganization"})

_OF = {
    "Referent": "pertainsTo",
    "DescribedGroup": "pertainsTo",
    "Government": "isGovernmentOf",
    "Strategy": "isStrategyOf",
    "Relationship": "hasParty",
    "Treaty": "hasParty",
    "ProposedGrouping": "hasProposedParticipant",
    "Event": "hasParticipant",
    "ArmedConflict": "hasParticipant",
    "Meeting": "hasParticipant",
    "Visit": "hasDestination",
    "Pandemic": "hasParticipant",
    "Scenario": "hasParticipant",
    "Post": "org:postIn",
}
"""By class, the property that the key ``of`` stands for."""

_FROM = {
    "DescribedGroup": "isDrawnFrom",
    "Collective": "isDrawnFrom",
    "PotentialEvent": "emanatesFrom",
    "Threat": "emanatesFrom",
}
_STATUSES = ("open", "closed", "range")


class Contents(Protocol):
    """Looks up the contents that a line makes."""

    def __call__(self, written: syntax.Content, *, denied: bool = False) -> list[Content]:
        """Give them."""


def noted(line: int, mistakes: Mistakes, work: Callable[[], None]) -> None:
    """Do a piece of work, and note what is wrong in it."""
    try:
        work()
    except Broken as error:
        mistakes.add(error.line or line, str(error))


@contextlib.contextmanager
def _at(block: Block, key: str) -> Iterator[None]:
    """Have what is wrong with a key of a block stand at its line."""
    try:
        yield
    except Broken as error:
        raise Broken(str(error), error.line or block.lines.get(key)) from error


def head(work: Work, mistakes: Mistakes) -> None:
    """Hold the head of the file against what is known of the text."""
    block = work.file.head
    if block.name not in ("", "?", work.head.slug):
        mistakes.add(
            block.line, f"the document here is {work.head.slug}, not {block.name}; correct the slug"
        )
    for key in ("title", "label", "date", "source"):
        value = block.values.get(key)
        if value is not None and value != getattr(work.head, key):
            mistakes.add(
                block.lines[key],
                f"document.toml has the {key} {quoted(getattr(work.head, key))}; remove the line "
                "here, or change it there",
            )
    digest = block.values.get("text")
    if digest is not None and digest != work.head.text_sha256:
        mistakes.add(
            block.lines["text"],
            "these claims were written for another version of the text; see which passages stand "
            "with 'secgraph document segment', and then write its digest here: "
            f"{work.head.text_sha256}",
        )
    for part in block.values.get("covers", "").split():
        if not any(name == part or name.startswith(f"{part}.") for name in work.passages):
            mistakes.add(block.lines["covers"], f"the text has no {part}; correct covers")


def covered(work: Work) -> set[str]:
    """Give the passages that the file says it covers; all where it does not say."""
    parts = work.file.head.values.get("covers", "").split()
    if not parts:
        return set(work.passages)
    return {
        name
        for name in work.passages
        if any(name == part or name.startswith(f"{part}.") for part in parts)
    }


def sources(work: Work, mistakes: Mistakes) -> None:
    """Look at the declared sources."""
    known: dict[str, int] = {}
    for block in work.file.sources:
        if re.search(r"\s", block.name):
            mistakes.add(block.line, f"the source {quoted(block.name)} has blanks; use hyphens")
        if known.setdefault(block.name, block.line) != block.line:
            mistakes.add(block.line, f"the source stands in line {known[block.name]} already")
        for key in ("title", "publisher", "rights"):
            if key not in block.values:
                mistakes.add(block.line, f"the source {block.name} has no {key}; add it")
        see = block.values.get("see")
        if see is not None and not is_iri(see):
            mistakes.add(block.lines["see"], f"{quoted(see)} is no address; write https://…")


# ---- things ----


def things(work: Work, mistakes: Mistakes) -> None:
    """Take in the names of the declared things."""
    first: dict[str, int] = {}
    for block in work.file.things:
        noted(block.line, mistakes, partial(_thing, work, block, first))


def _thing(work: Work, block: Block, first: dict[str, int]) -> None:
    form = _form(block.form)
    key = fold(block.name)
    if first.setdefault(key, block.line) != block.line:
        raise Broken(f"{quoted(block.name)} is declared in line {first[key]} already; keep one")
    known = work.vocabulary.things(block.name)
    with _at(block, "iri" if "iri" in block.values else "slug"):
        iri = _iri(work, block, form)
    if work.older and len(known) == 1 and known != [iri]:
        return
    if known not in ([], [iri]):
        raise Broken(
            f"{quoted(block.name)} is a thing of the graph already "
            f"({', '.join(map(curie, known))}); use it without declaring it, or give this one "
            "another name"
        )
    number = block.values.get("number", "")
    if number not in ("", "singular", "plural"):
        raise Broken(
            f"number cannot be {quoted(number)}; it says whether the name is a plural: write "
            "singular or plural. How many there are, quantity says",
            block.lines["number"],
        )
    entity = Entity(iri, block.name, {form}, number == "plural" if number else None)
    with _at(block, "says"):
        surfaces = _surfaces(block.listed("says"))
    declared = Declared(
        entity,
        aliases=block.listed("also"),
        surfaces=surfaces,
        note=block.values.get("note", ""),
        line=block.line,
    )
    _take_in(work, declared)


def _form(form: str) -> str:
    if form not in CLASSES:
        raise Broken(f"there is no class {quoted(form)}; use {', '.join(CLASSES)}")
    return FORMS.get(form, form)


def _iri(work: Work, block: Block, form: str) -> str:
    whole = block.values.get("iri")
    if whole is not None:
        expanded = expand(whole) or whole
        if not is_iri(expanded) or not re.search(r"[/#][a-z0-9]+(--?[a-z0-9]+)*$", expanded):
            raise Broken(f"{quoted(whole)} is no IRI of a thing; write such as sgd:iso-ken")
        if expanded.startswith(PREFIXES["sgd"]) and not (
            expanded in work.vocabulary.entities or expanded in states.states()
        ):
            raise Broken(
                f"there is no {curie(expanded)}: neither the graph nor data/adapters/states.tsv "
                "has it; remove iri, and the thing is one of the document"
            )
        return expanded
    short = block.values.get("slug")
    if short is not None:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", short):
            raise Broken(f"{quoted(short)} is no slug; use lower-case letters, digits and hyphens")
        return work.iri(short)
    return work.iri(identifiers.thing(form, block.name))


def _surfaces(surfaces: tuple[str, ...]) -> tuple[str, ...]:
    for surface in surfaces:
        if len(surface.split()) > 5:
            raise Broken(f"the surface {quoted(surface)} has more than five words; shorten it")
    return surfaces


def _take_in(work: Work, declared: Declared) -> None:
    entity = declared.entity
    other = next((one for one in work.things if one.entity.iri == entity.iri), None)
    known = work.vocabulary.entities.get(entity.iri)
    if other is not None or (known is not None and fold(known.label) != fold(entity.label)):
        name = other.entity.label if other else entity.iri
        raise Broken(
            f"{quoted(entity.label)} and {quoted(name)} would have one identifier; "
            "give one of them a slug"
        )
    work.things.append(declared)
    work.vocabulary.declare(entity, (entity.label, *declared.aliases))


def new_things(work: Work, mistakes: Mistakes) -> None:
    """Take in the things that are declared where they are first used."""
    seen: dict[str, tuple[New, int]] = {}
    for line, new in _new_terms(work):
        noted(line, mistakes, partial(_new, work, new, line, seen))


def _new(work: Work, new: New, line: int, seen: dict[str, tuple[New, int]]) -> None:
    key = fold(new.name)
    if key in seen:
        first, at = seen[key]
        if new.form and _form(new.form) != _form(first.form or "Referent"):
            raise Broken(
                f"{quoted(new.name)} is a {first.form or 'Referent'} in line {at}; keep one class"
            )
        return
    known = work.vocabulary.things(new.name)
    if work.older and len(known) == 1:
        return
    if known:
        raise Broken(
            f"{quoted(new.name)} is there already ({', '.join(map(curie, known))}); write it "
            "without new"
        )
    seen[key] = new, line
    form = FORMS.get(new.form, new.form) if new.form in CLASSES else "Referent"
    iri = work.iri(identifiers.thing(form, new.name))
    declared = Declared(Entity(iri, new.name, {form}), line=line)
    # What is wrong with it is said here, once, and not at each place where it is named.
    _take_in(work, declared)
    _form(new.form or "Referent")
    declared.surfaces = _surfaces(new.surfaces)
    if new.quantifier:
        declared.statements.append(("hasQuantifier", _quantifier(work, new.quantifier, form)))


def _quantifier(work: Work, name: str, form: str) -> str:
    iri = work.vocabulary.value("quantifier", name)
    if not iri:
        listed = ", ".join(work.vocabulary.value_names("quantifier"))
        raise Broken(f"{quoted(name)} is no quantity; use {listed}")
    if form != "DescribedGroup":
        raise Broken("only a Group has a quantity; write Group as its class")
    return iri


def _new_terms(work: Work) -> Iterator[tuple[int, New]]:
    for _, claim in work.file.claims():
        values = [value for _, value in claim.facets if isinstance(value, tuple)]
        for new in within(claim.content):
            yield claim.line, new
        for terms_of in values:
            for term in terms_of:
                if isinstance(term, New):
                    yield claim.line, term


def within(content: syntax.Content) -> Iterator[New]:
    """Give the things that a content declares, at any depth."""
    groups = [content.subjects, content.objects]
    groups += [one.values for one in content.qualifiers if isinstance(one.values, tuple)]
    for group in groups:
        for term in group:
            if isinstance(term, New):
                yield term
            elif isinstance(term, Inner):
                yield from within(term.content)


def author(work: Work, mistakes: Mistakes) -> None:
    """Find out who speaks: the thing that the head names, else the unnamed authors."""
    name = work.file.head.values.get("by")
    if name is None:
        work.author = work.iri("author")
        label = f"the authors of {work.head.label}"
        work.vocabulary.declare(Entity(work.author, label, {"Collective"}, True), (label,))
        return
    line = work.file.head.lines["by"]
    iris = work.vocabulary.things(name)
    if len(iris) != 1:
        work.author = work.iri("author")
        mistakes.add(line, f"by names {len(iris)} things; declare who speaks: thing {name} (…)")
        return
    work.author = iris[0]
    if not work.vocabulary.entities[iris[0]].classes & ACTORS:
        mistakes.add(line, f"{quoted(name)} is no actor, and so does not speak; correct by")


def details(work: Work, mistakes: Mistakes, contents: Contents) -> None:
    """Look up what is said of the declared things."""
    by_line = {declared.line: declared for declared in work.things}
    known = {block.name for block in work.file.sources}
    for block in work.file.things:
        declared = by_line.get(block.line)
        if declared is not None:
            noted(
                block.line,
                mistakes,
                partial(_details, work, block, declared, contents, known),
            )


def _details(
    work: Work, block: Block, declared: Declared, contents: Contents, known: set[str]
) -> None:
    form = FORMS.get(block.form, block.form)
    add = declared.statements.append
    for key, table in (("of", _OF), ("from", _FROM)):
        with _at(block, key):
            for iri in _related(work, block, key, table, form):
                add((table[form], iri))
    with _at(block, "lists"):
        _listed(work, block, declared, form)
    with _at(block, "quantity"):
        if "quantity" in block.values:
            add(("hasQuantifier", _quantifier(work, block.values["quantity"], form)))
    with _at(block, "members"):
        if form in GROUPINGS:
            _members(work, block, declared)
        elif "members" in block.values:
            instead = "from A / B" if form == "Collective" else "lists for a Group"
            raise Broken(f"a {block.form} has no members; write {instead}")
    with _at(block, "treaty"):
        for iri in _named(work, block.values["treaty"]) if "treaty" in block.values else ():
            add(("isUnderTreaty", iri))
    with _at(block, "supposes"):
        if "supposes" in block.values and form != "Scenario":
            raise Broken("only a Scenario supposes something; write Scenario as its class")
        if "supposes" in block.values:
            declared.contents = tuple(_supposed(block.values["supposes"], contents))
    with _at(block, "source"):
        declared.sources = tuple(_source(work, name, known) for name in block.listed("source"))


def _related(work: Work, block: Block, key: str, table: Mapping[str, str], form: str) -> list[str]:
    if key not in block.values:
        return []
    if form not in table:
        raise Broken(f"{key} is not said of a {block.form}; remove it, or write a note")
    return _named(work, block.values[key])


def _listed(work: Work, block: Block, declared: Declared, form: str) -> None:
    if "lists" not in block.values:
        return
    listed, status = _list(block, "lists")
    if form != "DescribedGroup":
        raise Broken(f"a {block.form} lists nothing; write {_instead_of_list(form)}")
    declared.statements += [("lists", iri) for iri in _named(work, listed)]
    declared.statements.append(("hasListStatus", f"{SGV}list-{status}"))


def _instead_of_list(form: str) -> str:
    """Say by which key a class of things has several, where it lists none."""
    if form in GROUPINGS:
        return "members"
    return "from A / B" if form == "Collective" else "Group as its class, or a note"


def _members(work: Work, block: Block, declared: Declared) -> None:
    status = "open"
    if "members" in block.values:
        listed, status = _list(block, "members")
        declared.members = tuple(_named(work, listed))
    if status == "range":
        raise Broken("members are open or closed, no range; write ; closed")
    declared.statements.append(("hasListStatus", f"{SGV}list-{status}"))


def _list(block: Block, key: str) -> tuple[str, str]:
    listed, _, status = block.values[key].rpartition(";")
    status = status.strip()
    if not listed or status not in _STATUSES:
        raise Broken(
            f"{key} says at its end whether the list is open, closed or a range; write A / B ; "
            "closed"
        )
    return listed.strip(), status


def _named(work: Work, listed: str) -> list[str]:
    iris = []
    for part in terms.terms(listed):
        if not isinstance(part, Name):
            raise Broken(
                "only names stand here; declare what is new on a line of its own, with thing"
            )
        found = work.vocabulary.things(part.text)
        if len(found) != 1:
            raise Broken(
                f"{quoted(part.text)} names {len(found)} things; write the label or IRI of one"
            )
        iris.append(found[0])
    return iris


def _supposed(text: str, contents: Contents) -> Iterator[Content]:
    for term in terms.terms(text):
        if not isinstance(term, Inner) or term.status:
            raise Broken("supposes holds contents in braces: {A | kind | B} / {C | kind | D}")
        yield from contents(term.content)


def _source(work: Work, name: str, known: set[str]) -> str:
    if name in known:
        return work.iri(f"source-{identifiers.slug(name)}")
    iri = work.vocabulary.sources().get(name)
    if iri is not None:
        return iri
    raise Broken(
        f"there is no source {quoted(name)}; declare it: source {name[:30]}, with title, publisher "
        "and rights"
    )
