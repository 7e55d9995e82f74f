"""Look up every name of a file of claims, and say all at once what cannot be looked up.

Reads no text of a document, and writes nothing.
"""

import itertools
from collections.abc import Callable, Iterable
from functools import partial

from secgraph.authoring import declare, declare_kinds, facets, identifiers, model, steps, syntax
from secgraph.authoring.lexing import Broken
from secgraph.authoring.mistakes import Mistakes, quoted
from secgraph.authoring.model import Claim, Content, Node, Ref, Work
from secgraph.authoring.syntax import ClaimName, File, Inner, Name, New
from secgraph.authoring.vocabulary import SGV, Vocabulary
from secgraph.claims.kinds import Kind, Modifier
from secgraph.dataset import states
from secgraph.dataset.names import fold
from secgraph.documents.head import Head
from secgraph.documents.passages import Passage
from secgraph.namespaces import curie, expand

MANY = 200
"""Claims that the lists of one line make at most."""

_THINGS = ("topic", "respect", "means")
"""Ways of narrowing whose value is a modifier of the list, or a thing."""

_NARROWING = ("degree", "manner", "mode", "rank", "phase", "quantity")
_WAYS = {"with": "co-participant"}


def resolve(
    file: File,
    head: Head,
    passages: Iterable[Passage],
    vocabulary: Vocabulary,
    mistakes: Mistakes,
    *,
    older: bool = False,
) -> Work:
    """Look up the names of a file.

    Args:
        file: As it was read.
        head: Of the document.
        passages: The frozen ones.
        vocabulary: The names of the graph; what the file declares is added to it.
        mistakes: Where what is wrong is noted.
        older: Whether the file may be older than the graph.
    """
    by_name = {passage.identifier: passage for passage in passages}
    work = Work(head, by_name, vocabulary, "", file, older=older)
    resolver = _Resolver(work, mistakes)
    resolver.declare()
    resolver.claims()
    steps.check(work, mistakes)
    return work


class _Resolver:
    """Looks up the names of one file."""

    def __init__(self, work: Work, mistakes: Mistakes) -> None:
        self.work, self.mistakes = work, mistakes
        self.names = work.vocabulary
        self._times: dict[str, tuple[syntax.Time, int]] = {}
        self._line = 0

    def declare(self) -> None:
        declare.head(self.work, self.mistakes)
        declare.sources(self.work, self.mistakes)
        declare_kinds.kinds(self.work, self.mistakes)
        declare.things(self.work, self.mistakes)
        declare.new_things(self.work, self.mistakes)
        declare.author(self.work, self.mistakes)
        declare.details(self.work, self.mistakes, self.contents)

    # ---- claims ----

    def claims(self) -> None:
        last = 0
        for passage in self.work.file.passages:
            known = self.work.passages.get(passage.identifier)
            if known is None:
                self.mistakes.add(
                    passage.line,
                    f"the text has no passage {passage.identifier}; its last one is "
                    f"{list(self.work.passages)[-1]}",
                )
                continue
            if known.ordinal < last:
                self.mistakes.add(
                    passage.line,
                    f"{passage.identifier} stands behind a later passage; put it where the text "
                    "has it",
                )
            last = max(last, known.ordinal)
            for pointing in passage.pointings:
                self._note(pointing.line, partial(self.thing, pointing.name))
            for claim in passage.claims:
                self._note(claim.line, partial(self._claim, passage.identifier, claim))

    def _note(self, line: int, work: Callable[[], object]) -> None:
        """Do a piece of work, and note what is wrong in it."""
        self._line = line
        try:
            work()
        except Broken as error:
            self.mistakes.add(error.line or line, str(error))

    def _claim(self, passage: str, claim: syntax.Claim) -> None:
        contents = self.contents(claim.content, denied=claim.denied)
        if len(contents) > MANY:
            raise Broken(f"the lists make {len(contents)} claims; write {MANY} at most in a line")
        if claim.paraphrase and len(contents) > 1:
            self.mistakes.add(
                claim.paraphrase_line,
                f"the line above makes {len(contents)} claims, and this sentence says them all; "
                "a claim for each needs a line for each, with its own sentence",
            )
        given = dict(claim.facets)
        holders = self._actors(given.get("by"))
        force, strength = facets.FORCES.get(str(given.get("force", "")), ("assertion", ""))
        answers = given.get("answers")
        if isinstance(answers, ClaimName):
            self._check_answer(answers)
        also = tuple(str(given.get("also", "")).split())
        for other in also:
            if other not in self.work.passages:
                raise Broken(f"the text has no passage {other}; remove it behind also")
        for doubt in claim.doubts:
            self._note(claim.line, partial(self._doubt, doubt))
        made = given.get("made")
        for number, content in enumerate(contents, 1):
            letter = claim.letter + (str(number) if len(contents) > 1 else "")
            self.work.claims.append(
                Claim(
                    passage=passage,
                    letter=letter,
                    content=content,
                    polarity=_polarity(claim, force),
                    force=force,
                    strength=strength,
                    explicitness=str(given.get("said", "explicit")),
                    hedges=tuple(str(given.get("hedge", "")).split()),
                    holders=holders or (self.work.author,),
                    reporter=self.work.author if holders else "",
                    stance=str(given.get("stance", "")),
                    addressees=self._actors(given.get("to")),
                    made=self._time(made) if isinstance(made, syntax.Time) else None,
                    also=also,
                    asks=str(given.get("asks", "")),
                    source=claim,
                    name=f"c-{identifiers.passage(passage)}-{letter}",
                )
            )

    def _doubt(self, doubt: str) -> None:
        try:
            self.kind(doubt)
        except Broken as error:
            raise Broken(f"the doubt ?{doubt} names no kind: {error}") from error

    def _actors(self, value: object) -> tuple[str, ...]:
        names = value if isinstance(value, tuple) else ()
        iris = tuple(self.thing(name).iri for name in names if isinstance(name, Name))
        for iri in iris:
            classes = self.names.entities[iri].classes
            if not classes & declare.HOLDERS:
                raise Broken(
                    f"{curie(iri)} holds no view, since it is a {' and '.join(sorted(classes))}; "
                    "name an actor or a group"
                )
            if iri == self.work.author:
                raise Broken("by names the author, who speaks anyway; leave it out")
        return iris

    def _check_answer(self, answers: ClaimName) -> None:
        question = steps.claim(self.work, answers)
        if question is None:
            raise Broken(f"there is no claim {answers} to answer; name a question")
        if question.facet("force") != "ask":
            raise Broken(f"{answers} is no question; only a question can be answered")

    # ---- contents ----

    def contents(self, written: syntax.Content, *, denied: bool = False) -> list[Content]:
        """Give the contents that a line makes, one for each member of its lists."""
        kind, turned, modifiers, negated = self._relation(written)
        narrowing, circumstances, comparison, time = self._qualifiers(written)
        modifiers = [*modifiers, *narrowing]
        below = denied or negated
        if below and comparison is not None:
            raise Broken(
                "a denied content is not compared; write it affirmed, or put the rank into the "
                "kind: rank first"
            )
        inside = [one for one in modifiers if one.binds or below]
        outside = [one for one in modifiers if not (one.binds or below)]
        circumstances += [model.Circumstance(one.way, Ref(one.iri)) for one in outside]
        iri = self.names.scheme.iri(kind.iri, [one.iri for one in inside])
        self._check_needs(kind, inside, circumstances, narrowing)
        subjects = [self.node(term) for term in written.subjects]
        objects = [self.node(term) for term in written.objects]
        if turned:
            self._check_turn(written, inside)
        made = []
        for first, second in itertools.product(subjects, objects):
            subject, object_ = (second, first) if turned else (first, second)
            if isinstance(subject, model.Number):
                raise Broken("a number cannot be the subject; exchange the two sides")
            content = Content(subject, iri, object_, tuple(circumstances), comparison, time)
            if subject == object_ and not self._is_many(subject):
                raise Broken("subject and object are the same thing; name two, or a group")
            made.append(_with_status(content, model.NOT) if negated else content)
        return made

    def _is_many(self, node: Node) -> bool:
        """Whether a thing is of several, which can stand in a relation among themselves."""
        if not isinstance(node, Ref) or node.iri not in self.names.entities:
            return False
        return bool(self.names.entities[node.iri].classes & (declare.MANY | declare.GROUPINGS))

    def _relation(self, written: syntax.Content) -> tuple[Kind, bool, list[Modifier], bool]:
        words = written.relation.split()
        negated = words[:1] == ["not"]
        words = words[negated:]
        modifiers: list[Modifier] = []
        while len(words) > 1:
            modifier = self.names.binding(words[0]) or self.names.narrowing("phase", words[0])
            if modifier is None:
                break
            if modifier in modifiers:
                raise Broken(f"{words[0]} stands twice before the kind; keep one")
            modifiers.append(modifier)
            words = words[1:]
        kind, turned = self.kind(" ".join(words))
        return kind, turned, modifiers, negated

    def kind(self, name: str) -> tuple[Kind, bool]:
        """Give the kind with a name, and whether the name is that of its inverse."""
        found = self.names.kind(name)
        if found is not None:
            return found
        if name.split()[:1] == ["not"]:
            raise Broken("not stands first, before the modifiers; write such as not can replaces")
        if self.names.binding(name) or self.names.narrowing("phase", name):
            raise Broken(f"behind the modifier {name} stands no kind; write such as can replaces")
        former = self.names.former(name)
        if former:
            now = former.replace("sg:hasRelation ", "").replace("sgv:", "")
            raise Broken(f"{quoted(name)} is a former kind; write now: {now}")
        near = self.names.near_kinds(name)
        hint = f"; did you mean {' or '.join(near)}?" if near else "; see docs/guideline.md"
        raise Broken(f"there is no kind {quoted(name)}{hint}")

    def _check_turn(self, written: syntax.Content, inside: list[Modifier]) -> None:
        of_the_actor = [one for one in inside if one.binds and one.family]
        if of_the_actor:
            raise Broken(
                f"{of_the_actor[0].label!r} speaks of whoever stands first, so the kind cannot be "
                f"turned round in {quoted(written.relation)}; write it from the other side"
            )

    def _check_needs(
        self,
        kind: Kind,
        inside: list[Modifier],
        circumstances: list[model.Circumstance],
        narrowing: list[Modifier],
    ) -> None:
        given = {one.way for one in circumstances} | {one.way for one in narrowing}
        required = {*kind.requires, *(one.requires for one in inside if one.requires)}
        for need in sorted(required):
            way = need.removeprefix(SGV)
            if way not in given:
                raise Broken(f"{kind.label} says nothing without its {way}; write ; {way} …")

    def _qualifiers(
        self, written: syntax.Content
    ) -> tuple[
        list[Modifier], list[model.Circumstance], model.Comparison | None, syntax.Time | None
    ]:
        modifiers: list[Modifier] = []
        circumstances: list[model.Circumstance] = []
        ranking: dict[str, object] = {}
        time: syntax.Time | None = None
        for qualifier in written.qualifiers:
            key, values = qualifier.key, qualifier.values
            if key == "time":
                if time is not None:
                    raise Broken("a content has one time; keep one of them")
                assert isinstance(values, syntax.Time)  # noqa: S101
                time = self._time(values)
            elif key in ("compare", "margin", "than", "regarding"):
                if key in ranking:
                    raise Broken(f"{key} stands twice; a content has one comparison")
                ranking[key] = values
            elif key in _NARROWING:
                modifiers.append(self._modifier(key, str(values)))
            else:
                assert isinstance(values, tuple)  # noqa: S101
                circumstances += [self._circumstance(key, value) for value in values]
        if len(set(modifiers)) != len(modifiers) or len(set(circumstances)) != len(circumstances):
            raise Broken("a qualifier stands twice with the same value; keep one")
        return modifiers, circumstances, self._comparison(ranking), time

    def _time(self, time: syntax.Time) -> syntax.Time:
        """Give a time; its words, if it has any, are those of one time in the whole file."""
        first, line = self._times.setdefault(fold(time.label), (time, self._line))
        if time.label and (first.start, first.end) != (time.start, time.end):
            dates = f"{first.start}..{first.end}" if first.start or first.end else "no dates"
            raise Broken(
                f"the time {quoted(time.label)} has {dates} in line {line}; give it the same dates "
                "here, or other words"
            )
        # Words that differ in case alone are one time, spelled as it stands first.
        return first if time.label else time

    def _modifier(self, way: str, name: str) -> Modifier:
        modifier = self.names.narrowing(way, name)
        if modifier is None:
            listed = ", ".join(self.names.narrowing_names(way))
            raise Broken(f"{way} cannot be {quoted(name)}; use {listed}")
        return modifier

    def _circumstance(self, key: str, value: syntax.Term) -> model.Circumstance:
        if key in _THINGS and isinstance(value, Name):
            modifier = self.names.narrowing(key, value.text)
            if modifier is not None and not self.names.things(value.text):
                return model.Circumstance(key, Ref(modifier.iri))
        return model.Circumstance(_WAYS.get(key, key), self.node(value))

    def _comparison(self, ranking: dict[str, object]) -> model.Comparison | None:
        if not ranking:
            return None
        if "compare" not in ranking:
            raise Broken(
                f"{next(iter(ranking))} belongs to a comparison; write compare higher before it"
            )
        outcome = self._value("outcome", "compare", str(ranking["compare"]))
        margin = (
            self._value("margin", "margin", str(ranking["margin"])) if "margin" in ranking else ""
        )
        than, regarding = (
            tuple(self.node(term) for term in _terms(ranking.get(key)))
            for key in ("than", "regarding")
        )
        return model.Comparison(outcome, margin, than, regarding)

    def _value(self, scheme: str, key: str, name: str) -> str:
        iri = self.names.value(scheme, name)
        if not iri:
            listed = ", ".join(self.names.value_names(scheme))
            raise Broken(f"{key} cannot be {quoted(name)}; use {listed}")
        return iri

    # ---- terms ----

    def node(self, term: syntax.Term) -> Node:
        """Look up what stands in a content."""
        if isinstance(term, syntax.Number):
            return model.Number(term.value)
        if isinstance(term, Inner):
            (content,) = self.contents(term.content, denied=term.status == "not")
            status = {"not": model.NOT, "possible": model.POSSIBLE}.get(term.status)
            return _with_status(content, status) if status else content
        if isinstance(term, ClaimName):
            if steps.claim(self.work, term) is None:
                raise Broken(f"there is no claim {term}; name one of this file")
            name = f"c-{identifiers.passage(term.passage)}-{term.letters[0]}"
            return Ref(self.work.iri(name))
        if isinstance(term, New):
            return self.thing(Name(term.name), declared=True)
        return self.thing(term)

    def thing(self, name: Name, *, declared: bool = False) -> Ref:
        """Look up a thing by its name."""
        iris = self.names.things(name.text)
        if len(iris) == 1:
            return Ref(iris[0])
        own = [iri for iri in iris if iri.startswith(self.work.head.namespace)]
        if declared and len(own) == 1:
            return Ref(own[0])
        if iris:
            candidates = ", ".join(
                f"{curie(iri)} ({'/'.join(sorted(self.names.entities[iri].classes))})"
                for iri in iris[:4]
            )
            raise Broken(f"{quoted(name.text)} names several things; write one of {candidates}")
        state = _state(name.text)
        if state is not None:
            raise Broken(
                f"{quoted(name.text)} is a state that the graph says nothing of; declare it: thing "
                f"{state.label} (State), and below it: iri {curie(state.iri)}"
            )
        near = self.names.near_things(name.text)
        hint = f"did you mean {' or '.join(near)}? Else " if near else ""
        raise Broken(
            f"nothing is named {quoted(name.text)}; {hint}write: new {name.text[:40]}, or declare "
            "it with thing"
        )


def _polarity(claim: syntax.Claim, force: str) -> str:
    if force == "question":
        return "undetermined"
    return "denied" if claim.denied else "affirmed"


def _with_status(content: Content, status: Ref) -> Content:
    return Content(content, model.HAS_STATUS, status)


def _state(name: str) -> states.State | None:
    """Give the state with a name or prefixed name, as the table of states has it."""
    iri = expand(name) or states.named(name)
    labels = {fold(one.label): one for one in states.states().values()}
    return states.states().get(iri) or labels.get(fold(name))


def _terms(value: object) -> tuple[syntax.Term, ...]:
    return value if isinstance(value, tuple) else ()
