"""The verb ask: what is said of a statement, in whose voice, and is it contested?"""

import json
import shlex

from secgraph.claims import fact_layer, verdict, wordings
from secgraph.cli import options, out
from secgraph.errors import UsageError
from secgraph.namespaces import curie

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.claims.judgement import Judgement, Voice
    from secgraph.claims.verdict import DocumentVerdict, Verdict

HELP = (
    "is it asserted, reported, possible, recommended, denied, contested, a fact, or not spoken of?"
)


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "subject", metavar="SUBJECT", nargs="?", help="label, alias, prefixed name or IRI"
    )
    parser.add_argument(
        "relation",
        metavar="RELATION",
        nargs="?",
        help="the label of a kind of relation, also of a former one, or what facts record",
    )
    parser.add_argument("object", metavar="OBJECT", nargs="?")
    parser.add_argument("--kinds", action="store_true", help="list what can be asked, and stop")
    options.add_format(parser)
    options.add_cite(parser)
    options.add_store(parser)


def act(arguments: "argparse.Namespace") -> int:
    """Print the verdict and what it rests on; give its exit code.

    Raises:
        UsageError: Something is missing, or too much.
    """
    statement = [arguments.subject, arguments.relation, arguments.object]
    if arguments.kinds:
        if any(word is not None for word in statement):
            raise UsageError("--kinds lists what can be asked; leave out what stands beside it")
        out.table(wordings.listed(options.open_session(arguments)), arguments.format)
        return 0
    if any(word is None for word in statement):
        raise UsageError(
            "a subject, a relation and an object are wanted, such as: secgraph ask A "
            "'is a member of' B; --kinds lists the relations"
        )
    answer = verdict.ask(
        arguments.subject,
        arguments.relation,
        arguments.object,
        store=options.open_store(arguments),
        documents=arguments.document or (),
    )
    if arguments.cite is not None:
        _cite(answer, arguments)
        return answer.code
    if arguments.format == "json":
        out.text(json.dumps(_as_json(answer), ensure_ascii=False, indent=2))
    elif arguments.format in (None, "table"):
        out.text("\n".join(_lines(answer)))
    else:
        out.table(_rows(answer), arguments.format)
    return answer.code


def _lines(answer: "Verdict") -> list[str]:
    """Write a verdict for a reader."""
    lines = [f"{answer.subject} – {answer.relation} – {answer.object}: {answer.headline}"]
    if not answer.voices and not answer.facts:
        lines.append("  nobody says it, and nobody denies it; silence is no denial")
    several = len(answer.documents) > 1
    for voice in answer.voices:
        lines += [
            f"  {voice.evidence}  {voice.toward}: {voice.text}  [{curie(voice.claim)}]",
            f"      {'; '.join(filter(None, _facets(voice, several=several)))}",
        ]
    for fact in answer.facts:
        lines.append(f"  {fact.source}  {fact.standing}: {'; '.join([fact.text, *_days(fact)])}")
    if several or (answer.facts and answer.documents):
        lines += [f"  {part.document}: {part.judgement.headline}" for part in answer.documents]
    return lines


def _facets(voice: "Voice", *, several: bool) -> list[str]:
    affirmed = voice.polarity == "affirmed"
    force = voice.force if affirmed else f"{voice.force}, {voice.polarity}"
    document = voice.document if several else ""
    return [voice.holder, force, voice.hedge, voice.stance, voice.note, document]


def _days(fact: fact_layer.Fact) -> list[str]:
    """Say since when and until when a fact is so, as far as its source does."""
    if fact.since and fact.since == fact.until:
        return [fact.since]
    words = (("since", fact.since), ("until", fact.until), ("attested until", fact.attested))
    return [f"{word} {day}" for word, day in words if day]


def _as_json(answer: "Verdict") -> dict[str, object]:
    """Give a verdict as JSON."""
    return {
        "subject": answer.subject,
        "relation": answer.relation,
        "object": answer.object,
        **_judgement(answer.judgement),
        "claims": _claims(answer),
        "facts": _facts(answer),
        "documents": [_document(part) for part in answer.documents],
    }


def _judgement(judgement: "Judgement") -> dict[str, object]:
    return {
        "verdict": judgement.verdict,
        "standing": judgement.standing,
        "stance": judgement.stance,
        "exitCode": judgement.code,
        "headline": judgement.headline,
        "affirmedBy": list(judgement.affirmed_by),
        "deniedBy": list(judgement.denied_by),
    }


def _document(part: "DocumentVerdict") -> dict[str, object]:
    return {
        "document": part.document,
        "documentIri": part.iri,
        **_judgement(part.judgement),
    }


def _claims(answer: "Verdict") -> list[dict[str, str]]:
    return [
        {
            "claim": voice.claim,
            "bearing": voice.bearing,
            "toward": voice.toward,
            "text": voice.text,
            "holder": voice.holder,
            "reporter": voice.reporter,
            "force": voice.force,
            "polarity": voice.polarity,
            "hedge": voice.hedge,
            "stance": voice.stance,
            "note": voice.note,
            "evidence": voice.evidence,
            "standing": voice.standing,
            "document": voice.document,
        }
        for voice in answer.voices
    ]


def _facts(answer: "Verdict") -> list[dict[str, str]]:
    return [
        {
            "standing": fact.standing,
            "text": fact.text,
            "source": fact.source,
            "since": fact.since,
            "until": fact.until,
            "attestedUntil": fact.attested,
        }
        for fact in answer.facts
    ]


def _rows(answer: "Verdict") -> list[dict[str, str]]:
    """Give the claims and facts as rows, with the verdict in each; one row where there are none."""
    whole = {"verdict": answer.verdict, "exitCode": str(answer.code)}
    columns = ("evidence", "toward", "text", "holder", "standing", "document")
    rows = [{**whole, **{name: claim[name] for name in columns}} for claim in _claims(answer)]
    rows += [
        {
            **whole,
            **dict.fromkeys(columns, ""),
            "evidence": fact["source"],
            "toward": fact["standing"],
            "text": fact["text"],
        }
        for fact in _facts(answer)
    ]
    return rows or [{**whole, **dict.fromkeys(columns, "")}]


def _cite(answer: "Verdict", arguments: "argparse.Namespace") -> None:
    """Put out what the claims and facts of the verdict rest on."""
    from secgraph.query import citation

    if arguments.format is not None:
        raise UsageError("--cite gives references and not the answer; leave out --format")
    words = ["secgraph", "ask", arguments.subject, arguments.relation, arguments.object]
    words += options.documents(arguments)
    session = options.open_session(arguments)
    things = [voice.claim for voice in answer.voices]
    things += citation.sources(session, (fact.source for fact in answer.facts))
    out.cite(citation.of_things(session, things, shlex.join(words)), arguments)
