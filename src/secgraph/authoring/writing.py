"""Write the parts of a file of claims in their canonical form, byte for byte the same each time.

What is read back is what was written. Keeps no comment.
"""

from collections.abc import Iterable

from secgraph.authoring import lexing
from secgraph.authoring.keys import HEAD_KEYS, KIND_KEYS, SOURCE_KEYS, THING_KEYS
from secgraph.authoring.lexing import Broken
from secgraph.authoring.syntax import (
    Block,
    Claim,
    ClaimName,
    Content,
    File,
    Name,
    New,
    Number,
    Passage,
    Qualifier,
    Step,
    Term,
    Time,
)

BLOCKS = {"document": HEAD_KEYS, "thing": THING_KEYS, "kind": KIND_KEYS, "source": SOURCE_KEYS}
"""By the word with which a block begins, its keys in the order in which they are written."""


def file(content: File) -> str:
    """Write a whole file."""
    blocks = [block("document", content.head)]
    blocks += [block("source", source) for source in content.sources]
    blocks += [block("kind", kind) for kind in content.kinds]
    blocks += [block("thing", thing) for thing in content.things]
    lines = [line for part in blocks for line in part]
    if len(blocks) > 1:
        lines.insert(len(blocks[0]), "")
    for one in content.passages:
        lines += ["", *passage(one)]
    return "\n".join(lines) + "\n"


def block(word: str, block: Block) -> list[str]:
    """Write the head, or the declaration of a thing or kind."""
    form = f" ({block.form})" if block.form else ""
    return [
        f"{word} {block.name}{form}",
        *(f"  {key}  {block.values[key]}" for key in block.values),
    ]


def passage(passage: Passage) -> list[str]:
    """Write a passage with its claims."""
    lines = [passage.identifier + (f" -- {passage.reason}" if passage.reason else "")]
    lines += [f"~ {pointing.span} = {pointing.name.text}" for pointing in passage.pointings]
    for taken in passage.steps:
        lines.append(f"> {step(taken)}")
        lines += [f"   = {taken.sentence}"] if taken.sentence else []
    if passage.signs:
        lines.append(f"@ {' ; '.join(map(str, passage.signs))}")
    for one in passage.claims:
        lines += claim(one)
    return lines


def claim(claim: Claim) -> list[str]:
    """Write a claim with the lines under it."""
    lines = [f"{claim.letter}  {claim_line(claim)}"]
    if claim.evidence is not None:
        lines.append(f'   " {evidence(claim)}')
    if claim.paraphrase:
        lines.append(f"   = {claim.paraphrase}")
    if claim.note:
        lines.append(f"   note {claim.note}")
    lines += [f"   > {step(one)}" for one in claim.steps]
    if claim.triggers:
        lines.append(f"   ! {triggers(claim)}")
    if claim.signs:
        lines.append(f"   @ {' ; '.join(map(str, claim.signs))}")
    return lines


def claim_line(claim: Claim) -> str:
    """Write what stands behind the letter of a claim."""
    negation = "not " if claim.denied else ""
    parts = [content(claim.content, negation)]
    parts += [f"{key} {facet(value)}" for key, value in claim.facets]
    return " ; ".join(parts) + "".join(f" ?{doubt}" for doubt in claim.doubts)


def evidence(claim: Claim) -> str:
    """Write the words that say a claim."""
    span = claim.evidence
    return "" if span is None else span.words or str(span)


def triggers(claim: Claim) -> str:
    """Write the answers to the triggers."""
    return " ; ".join(f"{trigger.word} {trigger.scope}" for trigger in claim.triggers)


def step(step: Step) -> str:
    """Write a step of the argument."""
    start = f"{'+'.join(step.start)} " if step.start else ""
    if step.kind == "none":
        return f"{start}none -- {step.reason}"
    where = f"{step.marked_in} " if step.marked_in else ""
    marker = f" because {where}{step.marker}" if step.marker else ""
    return f"{start}{step.kind} {step.end}{marker}"


def facet(value: "str | Term | Time | tuple[Term, ...]") -> str:
    """Write the value of a facet."""
    if isinstance(value, str):
        return value
    if isinstance(value, ClaimName):
        return str(value)
    if isinstance(value, Time):
        return time(value)
    return terms(value) if isinstance(value, tuple) else term(value)


def content(content: Content, negation: str = "") -> str:
    """Write a content with its qualifiers."""
    core = f"{terms(content.subjects)} | {negation}{content.relation} | {terms(content.objects)}"
    return " ; ".join([core, *map(qualifier, content.qualifiers)])


def qualifier(qualifier: Qualifier) -> str:
    """Write what narrows a content."""
    value = qualifier.values
    if isinstance(value, Time):
        return f"{qualifier.key} {time(value)}"
    return f"{qualifier.key} {value if isinstance(value, str) else terms(value)}"


def terms(terms: Iterable[Term]) -> str:
    """Write a list of terms."""
    return " / ".join(map(term, terms))


def term(term: Term) -> str:
    """Write a term."""
    if isinstance(term, Name):
        return name(term.text)
    if isinstance(term, Number):
        return str(term.value)
    if isinstance(term, ClaimName):
        return f"claim {term}"
    if isinstance(term, New):
        return _new(term)
    inner = f"{{{content(term.content)}}}"
    return f"{{{term.status} {inner}}}" if term.status else inner


def _new(term: New) -> str:
    form = " ".join(filter(None, (term.form, term.quantifier)))
    surfaces = f": {'; '.join(term.surfaces)}" if term.surfaces else ""
    return f"new {name(term.name)}" + (f" ({form}{surfaces})" if form or surfaces else "")


def name(text: str) -> str:
    """Write a name; in quotes where it holds what would separate."""
    try:
        plain = not lexing.marks(text).places and not text.startswith(("new ", "claim ", '"'))
    except Broken:
        plain = False
    return text if plain and not text.isdigit() else f'"{text}"'


def time(time: Time) -> str:
    """Write a stretch of time."""
    label = f'"{time.label}"' if time.label else ""
    dates = time.start if time.start == time.end else f"{time.start}..{time.end}"
    return " ".join(filter(None, (label, dates)))
