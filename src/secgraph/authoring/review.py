"""Show claims to who signs them off, beside the second reading, and record what is decided.

Decides nothing; writes no file.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from secgraph.authoring import parse, readings, signs, syntax, writing
from secgraph.authoring.mistakes import Mistakes
from secgraph.authoring.model import Claim, Work
from secgraph.authoring.paraphrase import Speaker
from secgraph.authoring.reading import Reading
from secgraph.authoring.readings import Pair
from secgraph.authoring.syntax import SignOff
from secgraph.errors import BadValue
from secgraph.syntax import textfile

WIDTH = 80
_COLUMN = 33
_FIELD = 11


@dataclass(frozen=True, slots=True)
class Item:
    """A claim that waits for a decision.

    Attributes:
        pair: The claim, and what the second reading has of it.
        state: ``drafted``, ``approved`` or ``rejected``.
    """

    pair: Pair
    state: str

    @property
    def differs(self) -> bool:
        """Whether the readings differ."""
        return bool(self.pair.differences)


def queue(first: Work, second: Work | None) -> list[Item]:
    """Give the claims in the order of the text, with the second reading of each.

    Raises:
        BadFile: The second reading is of another version of the text.
    """
    names = [passage.identifier for passage in first.file.passages]
    if second is not None:
        names += [one.identifier for one in second.file.passages if one.identifier not in names]
        ordered = sorted(
            (name for name in names if name in first.passages),
            key=lambda name: first.passages[name].ordinal,
        )
        pairs = readings.compare(first, second, ordered)
    else:
        pairs = [Pair(claim.passage, claim, None, ()) for claim in first.claims]
    return [Item(pair, _state(first, pair)) for pair in pairs]


def _state(work: Work, pair: Pair) -> str:
    return work.state(pair.first) if pair.first is not None else signs.DRAFTED


def panel(item: Item, first: Reading, second: Reading | None) -> str:
    """Show a claim: its sentence, and both readings side by side, in 80 columns."""
    pair = item.pair
    lines = [f"{pair.name}  {item.state}", ""]
    lines += textwrap.wrap(
        first.marks.words(pair.passage), WIDTH - 2, initial_indent="  ", subsequent_indent="  "
    )
    lines += ["", _row("", "draft", "second reading"), "-" * (WIDTH - 1)]
    left = _fields(first.work, pair.first)
    right = _fields(second.work, pair.second) if second is not None else {}
    differing = {name for name, _, _ in pair.differences}
    for name in ("says", *readings.FIELDS):
        if name in readings.RARE and not (left.get(name) or right.get(name)):
            continue
        mark = "*" if name in differing else " "
        lines += _rows(mark + name, left.get(name, "-"), right.get(name, "-"))
    if second is None:
        lines += ["", "There is no second reading."]
    elif pair.second is None:
        lines += ["", "* The second reading has no such claim."]
    elif pair.first is None:
        lines += ["", "* The draft has no such claim; add it to the file, or leave it."]
    return "\n".join(line.rstrip() for line in lines)


def _fields(work: Work, claim: Claim | None) -> dict[str, str]:
    if claim is None:
        return {}
    speaker = Speaker(work.vocabulary, work.head.namespace)
    return {"says": speaker.claim(claim, work.author), **readings.shown(work, claim)}


def _row(name: str, left: str, right: str) -> str:
    return f"{name:<{_FIELD}} {left:<{_COLUMN}} {right}"


def _rows(name: str, left: str, right: str) -> list[str]:
    columns = [textwrap.wrap(words, _COLUMN) or [""] for words in (left, right)]
    height = max(map(len, columns))
    filled = [column + [""] * (height - len(column)) for column in columns]
    return [
        _row(name if number == 0 else "", one, other)
        for number, (one, other) in enumerate(zip(*filled, strict=True))
    ]


# ---- what is decided ----


def decided(text: str, reading: Reading, claim: Claim, act: str, *, name: str, date: str) -> str:
    """Record an approval or a rejection under a claim, and give the file with it.

    Raises:
        BadValue: The name is that of a program.
    """
    person = signs.check_person(name)
    digest = signs.digest(claim.source, reading.work.passages[claim.passage].digest)
    return with_signs(text, claim.source, SignOff(act, person, date, digest))


def with_signs(text: str, claim: syntax.Claim, sign: SignOff) -> str:
    """Give a file with one more sign under a claim."""
    signed = signs.signed(claim, sign)
    lines = textfile.lines(text)
    start, end = _extent(lines, claim.line)
    kept = [line for line in lines[start:end] if not line.strip().startswith("@")]
    kept.append(f"   @ {' ; '.join(map(str, signed.signs))}")
    return "\n".join([*lines[:start], *kept, *lines[end:]])


def changed(text: str, claim: syntax.Claim, line: str, *, name: str, date: str) -> str:
    """Put another line in the place of a claim's, record who changed it, and give the file.

    Raises:
        BadValue: The line is no claim, or the name is that of a program.
    """
    person = signs.check_person(name)
    mistakes = Mistakes("the new line")
    new = f"{claim.letter}  {line}"
    file = parse.parse(f"document x\nP1.S1\n{new}\n", mistakes)
    if mistakes:
        raise BadValue(line, next(iter(mistakes)).message)
    made = replace(file.passages[0].claims[0], signs=claim.signs, line=claim.line)
    lines = textfile.lines(text)
    lines[claim.line - 1] = f"{made.letter}  {writing.claim_line(made)}"
    return with_signs("\n".join(lines), made, SignOff(signs.CHANGED, person, date))


def _extent(lines: Sequence[str], line: int) -> tuple[int, int]:
    """Give where a claim with the lines under it begins and ends, from 0."""
    end = line
    for number in range(line, len(lines)):
        words = lines[number]
        if words.startswith((" ", "\t")) and words.strip():
            if not words.strip().startswith("#"):
                end = number + 1
        elif words.strip() and not words.startswith("#"):
            break
    return line - 1, end
