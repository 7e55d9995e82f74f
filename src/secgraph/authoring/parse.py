"""Read a file of claims line by line, and find all of its mistakes at once.

Looks up no name, and reads no text of a document.
"""

import dataclasses
import re
from collections.abc import Callable

from secgraph.authoring import facets, lexing, terms
from secgraph.authoring.keys import HEAD_KEYS, KIND_KEYS, SOURCE_KEYS, STEPS, THING_KEYS
from secgraph.authoring.lexing import Broken
from secgraph.authoring.mistakes import Mistakes, quoted
from secgraph.authoring.signs import ACTS
from secgraph.authoring.syntax import (
    Block,
    Claim,
    File,
    Name,
    Passage,
    Pointing,
    SignOff,
    Step,
    Trigger,
)
from secgraph.documents.head import is_slug
from secgraph.syntax import textfile

LONGEST = 4000
"""Characters of a line at most."""

_THING = re.compile(r"thing\s+(.*?)\s*\(([A-Za-z]+)(?:\s+([a-z-]+))?\)")
_CLAIM = re.compile(r"([a-z]{1,2})(\s+)(\S.*)")
_PASSAGE = re.compile(rf"({terms.PASSAGE.pattern})(?:\s+--\s*(.*))?")
_PASSAGE_LIKE = re.compile(r"[THPtph]\d*(?:[.\s]?[Ss]\d+)?(?:\s*--.*)?")
_STEP = re.compile(
    rf"(?:(?P<start>{terms.LETTERS.pattern})\s+)?(?P<kind>[a-z]+)\s+(?P<end>\S+)"
    rf"(?:\s+because\s+(?:(?P<where>{terms.PASSAGE.pattern})\s+)?(?P<marker>.+))?"
)
_NONE = re.compile(r"(?:(?P<start>\S+)\s+)?none(?:\s+(?:--)?\s*(?P<reason>.*))?")
_SIGN = re.compile(
    r"(?P<act>[a-z]+)\s+by\s+(?P<name>.+?)(?:\s+(?P<date>\d{4}-\d\d-\d\d))?"
    r"(?:\s+of\s+(?P<digest>[0-9a-f]{8,64}))?"
)
_POINTING = re.compile(r'(".*?"|\d+-\d+(?:\s+\d+-\d+)*)\s*=\s*(\S.*)')
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u2016\ufffd]")


def read(path: str) -> tuple[File, Mistakes]:
    """Read a file of claims.

    Raises:
        BadFile: It is missing or no text in UTF-8.
    """
    mistakes = Mistakes(path)
    return parse(textfile.read(path), mistakes), mistakes


def parse(text: str, mistakes: Mistakes) -> File:
    """Read the text of a file of claims.

    Args:
        text: The text.
        mistakes: Where what is wrong is noted; what is right is read all the same.
    """
    return _Reader(mistakes).read(textfile.lines(text))


class _Reader:
    """Reads the lines of one file, and keeps what the next line belongs to."""

    def __init__(self, mistakes: Mistakes) -> None:
        self.mistakes = mistakes
        self.file = File(Block(""))
        self.block: Block | None = None
        self.keys: tuple[str, ...] = ()
        self.passage: Passage | None = None
        self.claim: Claim | None = None
        self.number = 0
        self._passages: dict[str, int] = {}
        self._lost = False
        self._united = False

    def read(self, lines: list[str]) -> File:
        for number, line in enumerate(lines, 1):
            self.number = number
            if line.strip() and not line.lstrip().startswith("#"):
                self._line(line.replace("\t", "    ").rstrip())
        if not self.file.head.name and not any("no document" in e.message for e in self.mistakes):
            self.mistakes.add(1, "there is no head; begin with: document SLUG")
        return self.file

    def _wrong(self, message: str) -> None:
        self.mistakes.add(self.number, message)

    def _line(self, line: str) -> None:
        unseen = _UNSEEN.search(line)
        if unseen:
            self._wrong(f"holds the character U+{ord(unseen[0]):04X}, which is not text; remove it")
            return
        if len(line) > LONGEST:
            self._wrong(f"is longer than {LONGEST:,} characters; break the content up")
            return
        try:
            if line.startswith(" "):
                self._inside(line.strip())
            else:
                self._top(line)
        except Broken as error:
            self._wrong(str(error))

    # ---- lines that begin at the left ----

    def _top(self, line: str) -> None:
        word = line.split(maxsplit=1)[0]
        self._united = False
        if word in ("document", "thing", "kind", "source"):
            self._begin(word, line)
        elif match := _PASSAGE.fullmatch(line):
            self._begin_passage(match[1], match[2])
        elif line[0] in ">~@":
            self.claim, self._lost = None, self.passage is None and self._lost
            self._inside(line)
        elif line[0] in '"=!':
            raise Broken(f"a line with {line[0]} stands under a claim; put blanks before it")
        elif match := _CLAIM.fullmatch(line):
            self._begin_claim(match[1], match[3])
        elif _PASSAGE_LIKE.fullmatch(line):
            self._lost, self.passage, self.claim = True, None, None
            raise Broken(
                f"{quoted(line)} is no passage; write T, H1 or P1.S2, with a reason: T -- …"
            )
        elif "|" in line:
            raise Broken("a claim begins with a letter: write such as a  subject | kind | object")
        elif self.block is not None and word in self.keys:
            raise Broken(f"{word} stands at the left; put two blanks before it")
        else:
            raise Broken(
                f"{quoted(line)} begins with nothing that is known here; a line begins with "
                'document, thing, kind, a passage such as P1.S2, a letter, or a sign: " = > ~ ! @'
            )

    def _begin(self, word: str, line: str) -> None:
        self.passage = self.claim = None
        self._lost = False
        rest = line[len(word) :].strip()
        if word == "document":
            self._begin_document(rest)
            return
        if word in ("kind", "source"):
            self.block = Block(" ".join(rest.split()), line=self.number)
            self.keys = KIND_KEYS if word == "kind" else SOURCE_KEYS
            (self.file.kinds if word == "kind" else self.file.sources).append(self.block)
            if not rest:
                raise Broken(f"the {word} has no name; write such as: {word} envies")
            return
        match = _THING.fullmatch(line)
        self.block, self.keys = Block("", line=self.number), THING_KEYS
        if match is None or not match[1]:
            raise Broken(
                "a thing has a name and a class: write such as thing Port ministers (Collective)"
            )
        self.block.name, self.block.form = " ".join(match[1].split()), match[2]
        if match[3]:
            self.block.values["quantity"] = match[3]
            self.block.lines["quantity"] = self.number
        self.file.things.append(self.block)

    def _begin_document(self, rest: str) -> None:
        if self.file.head.name:
            self.block = Block("")
            self.keys = HEAD_KEYS
            raise Broken(
                f"the document is named in line {self.file.head.line} already; remove this"
            )
        self.block, self.keys = self.file.head, HEAD_KEYS
        self.block.line = self.number
        if not is_slug(rest):
            self.block.name = "?"
            raise Broken(
                f"{quoted(rest)} is no document; write its slug: lower-case letters, digits and "
                "hyphens, such as ports-2024"
            )
        self.block.name = rest

    def _begin_passage(self, identifier: str, reason: str | None) -> None:
        self.block, self.claim, self._lost = None, None, False
        self.passage = Passage(identifier, (reason or "").strip(), line=self.number)
        first = self._passages.setdefault(identifier, self.number)
        if first != self.number:
            raise Broken(f"{identifier} stands in line {first} already; put its claims there")
        self.file.passages.append(self.passage)
        if reason is not None and not reason.strip():
            raise Broken("behind -- stands no reason; say why the passage asserts nothing")

    def _begin_claim(self, letter: str, rest: str) -> None:
        self.block = None
        self.claim = None
        if self.passage is None:
            if self._lost:
                return
            raise Broken(f"claim {letter} belongs to no passage; write one above, such as P1.S1")
        self._lost = True
        claim = self._read_claim(letter, rest)
        for other in self.passage.claims:
            if other.letter == letter:
                raise Broken(
                    f"{self.passage.identifier}.{letter} stands in line {other.line} already; "
                    "take the next letter"
                )
        self.claim, self._lost = claim, False
        self.passage.claims.append(claim)

    def _read_claim(self, letter: str, rest: str) -> Claim:
        rest, doubts = _doubts(rest)
        parts = lexing.marks(rest).split(";")
        inner, given = [parts[0]], {}
        for part in filter(None, parts[1:]):
            key, _, value = part.partition(" ")
            if key in terms.FACETS:
                if key in given:
                    raise Broken(f"{key} stands twice; keep one of them")
                given[key] = facets.read(key, value.strip())
            elif key in terms.QUALIFIERS:
                inner.append(part)
            else:
                raise Broken(
                    f"{quoted(key)} is no key; use one of "
                    f"{', '.join((*terms.QUALIFIERS, *terms.FACETS))}"
                )
        content = terms.content(" ; ".join(inner))
        denied = content.relation == "not" or content.relation.startswith("not ")
        if denied:
            relation = content.relation.removeprefix("not").strip()
            if not relation:
                raise Broken("behind not stands no kind; write such as not supports")
            content = dataclasses.replace(content, relation=relation)
        reason = facets.fault(given, denied=denied)
        if reason:
            raise Broken(reason)
        ordered = tuple((key, given[key]) for key in terms.FACETS if key in given)
        return Claim(letter, denied, content, ordered, doubts, line=self.number)

    # ---- lines under another ----

    def _inside(self, line: str) -> None:
        sign, rest = line[0], line[1:].strip()
        under: dict[str, Callable[[str], None]] = {
            '"': self._evidence,
            "=": self._paraphrase,
            ">": self._step,
            "~": self._pointing,
            "!": self._triggers,
            "@": self._signs,
        }
        if self.block is not None and sign not in under:
            self._value(line)
            return
        if line.split(maxsplit=1)[0] == "note" and (self.claim is not None or self._lost):
            self._note(line.removeprefix("note").strip())
            return
        if sign not in under:
            if self.passage is not None and _CLAIM.fullmatch(line) and "|" in line:
                raise Broken("a claim begins at the left; remove the blanks before its letter")
            if self.passage is None and self._lost:
                return
            raise Broken(
                f'{quoted(line)} begins with no sign; under a claim stand " = > ! @ and note, '
                "under a passage > ~ @"
            )
        if self.passage is None:
            if self._lost:
                return
            raise Broken(f"a line with {sign} belongs to no passage; write one above")
        under[sign](rest)

    def _value(self, line: str) -> None:
        assert self.block is not None  # noqa: S101 - the caller has looked
        key, _, value = line.partition(" ")
        value = " ".join(value.split())
        if key not in self.keys:
            raise Broken(f"{quoted(key)} is no key here; use one of {', '.join(self.keys)}")
        if not value:
            raise Broken(f"{key} has no value; write it behind, or remove the line")
        if key in self.block.values:
            raise Broken(f"{key} stands in line {self.block.lines[key]} already; keep one of them")
        if key == "note":
            _check_note(value)
        self.block.values[key], self.block.lines[key] = value, self.number

    def _of_claim(self, sign: str) -> Claim | None:
        """Give the claim that a line is under; None where the claim itself could not be read."""
        if self.claim is None and not self._lost:
            raise Broken(f"a line with {sign} stands under a claim; write the claim above it")
        return self.claim

    def _put(self, claim: Claim) -> None:
        """Put the claim with more of its lines in the place of the claim as it was."""
        self.claim = self._passage().claims[-1] = claim

    def _evidence(self, rest: str) -> None:
        claim = self._of_claim('"')
        if claim is None:
            return
        if claim.evidence is not None:
            raise Broken("the evidence is given twice; write all ranges in one line: 5-9 12-14")
        span = terms.span(rest)
        if span.words and len(span.words.split()) > 5:
            raise Broken("evidence is at most five words; write their numbers, such as 5-9")
        evidence = dataclasses.replace(span, line=self.number)
        self._put(dataclasses.replace(claim, evidence=evidence))

    def _paraphrase(self, rest: str) -> None:
        if self._united and self.claim is None:
            self._sentence(rest)
            return
        claim = self._of_claim("=")
        if claim is None:
            return
        if not rest:
            raise Broken("the paraphrase is empty; write a sentence, or remove the line")
        if claim.paraphrase:
            raise Broken("the paraphrase is given twice; keep one of them")
        paraphrase = " ".join(rest.split())
        self._put(dataclasses.replace(claim, paraphrase=paraphrase, paraphrase_line=self.number))

    def _sentence(self, rest: str) -> None:
        """Take in what claims say together, under the step that they take."""
        steps = self._passage().steps
        if not rest:
            raise Broken("the sentence is empty; write what the claims say together, or remove it")
        if steps[-1].sentence:
            raise Broken("the sentence is given twice; keep one of them")
        sentence = " ".join(rest.split())
        steps[-1] = dataclasses.replace(steps[-1], sentence=sentence, sentence_line=self.number)

    def _note(self, rest: str) -> None:
        claim = self.claim
        if claim is None:
            return
        if not rest:
            raise Broken("the note is empty; write it behind, or remove the line")
        if claim.note:
            raise Broken("the claim has two notes; write them in one line")
        _check_note(rest)
        note = " ".join(rest.split())
        self._put(dataclasses.replace(claim, note=note, note_line=self.number))

    def _step(self, rest: str) -> None:
        step = self._read_step(rest)
        if self.claim is not None:
            if step.start:
                raise Broken("a step of several claims stands at the left; remove the blanks")
            self._put(dataclasses.replace(self.claim, steps=(*self.claim.steps, step)))
        elif self._lost:
            return
        elif step.kind == "none" and len(step.start) < 2:
            raise Broken(
                "that there is no step is said under a claim, with blanks before it; of claims "
                "together: > a+b none -- a reason"
            )
        else:
            self._passage().steps.append(step)
            self._united = step.start != ("",) and len(step.start) != 1

    def _passage(self) -> Passage:
        assert self.passage is not None  # noqa: S101 - a claim has one
        return self.passage

    def _read_step(self, rest: str) -> Step:
        none = _NONE.fullmatch(rest)
        if none is not None:
            if not none["reason"]:
                raise Broken("say why there is no step: > none -- It names the theme.")
            start = terms.claim_name(none["start"]).letters if none["start"] else ()
            return Step(start, "none", None, None, none["reason"].strip(), self.number)
        match = _STEP.fullmatch(rest)
        if match is None:
            raise Broken(
                f"{quoted(rest)} is no step; write such as > supports P1.S2.a because 1-1, or "
                "> a+b supports P1.S2"
            )
        if match["kind"] not in STEPS:
            raise Broken(f"{quoted(match['kind'])} is no step; use one of {', '.join(STEPS)}")
        start = tuple(match["start"].split("+")) if match["start"] else ()
        marker = terms.span(match["marker"]) if match["marker"] else None
        end = terms.claim_name(match["end"])
        where = match["where"] or ""
        if where and where not in (end.passage, self._passage().identifier):
            raise Broken(
                f"because names words of {where}, which is at neither end of the step; name words "
                f"of {self._passage().identifier} or {end.passage or 'of the other end'}"
            )
        where = "" if where == self._passage().identifier else where
        return Step(start, match["kind"], end, marker, "", self.number, where)

    def _pointing(self, rest: str) -> None:
        match = _POINTING.fullmatch(rest)
        if match is None:
            raise Broken(f"{quoted(rest)} says no mention; write such as ~ 3-4 = Indo-Pacific")
        span = terms.span(match[1])
        if span.words and len(span.words.split()) > 5:
            raise Broken("a mention is at most five words; write their numbers, or name a part")
        self._passage().pointings.append(Pointing(span, Name(match[2].strip()), self.number))

    def _triggers(self, rest: str) -> None:
        claim = self._of_claim("!")
        if claim is None:
            return
        answers = list(claim.triggers)
        for part in filter(None, map(str.strip, rest.split(";"))):
            match = re.fullmatch(r"(\d+)\s+(in|out)", part)
            if match is None:
                raise Broken(f"{quoted(part)} answers no trigger; write such as ! 7 in ; 9 out")
            if any(answer.word == int(match[1]) for answer in answers):
                raise Broken(f"the trigger at word {match[1]} is answered twice; keep one of them")
            answers.append(Trigger(int(match[1]), match[2], self.number))
        ordered = tuple(sorted(answers, key=lambda answer: answer.word))
        self._put(dataclasses.replace(claim, triggers=ordered))

    def _signs(self, rest: str) -> None:
        signs = [self._sign(part) for part in rest.split(";")]
        if self.claim is not None:
            self._put(dataclasses.replace(self.claim, signs=(*self.claim.signs, *signs)))
        elif not self._lost:
            self._passage().signs.extend(signs)

    def _sign(self, part: str) -> SignOff:
        match = _SIGN.fullmatch(part.strip())
        if match is None or match["act"] not in ACTS:
            raise Broken(
                f"{quoted(part.strip())} signs nothing off; write such as @ drafted by Jane Roe "
                "2026-11-29"
            )
        terms.time(match["date"] or "2000")
        return SignOff(match["act"], match["name"], match["date"] or "", match["digest"] or "")


def _check_note(value: str) -> None:
    if len(value) > 600:
        raise Broken("the note is longer than 600 characters; say it shorter")


def _doubts(rest: str) -> tuple[str, tuple[str, ...]]:
    """Take the doubts off the end of a line."""
    doubts: list[str] = []
    while match := re.search(r"(?:^|\s)\?([\w-]+(?: [\w-]+)*)$", rest):
        doubts.insert(0, match[1])
        rest = rest[: match.start()].rstrip()
    return rest, tuple(doubts)
