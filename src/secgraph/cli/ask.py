"""The verb ask: is something said, denied, both, only supposed, or not spoken of?"""

import shlex

from secgraph.claims import verdict
from secgraph.cli import options, out
from secgraph.namespaces import curie

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.stores import Store

HELP = "is it said, denied, said and denied, only supposed, or not spoken of?"

_CODES = {
    verdict.SAID: 0,
    verdict.DENIED: 1,
    verdict.SILENT: 4,
    verdict.BOTH: 5,
    verdict.SUPPOSED: 6,
}


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument("subject", metavar="SUBJECT", help="label, alias, prefixed name or IRI")
    parser.add_argument("relation", metavar="RELATION", help="the label of a kind of relation")
    parser.add_argument("object", metavar="OBJECT")
    options.add_cite(parser)
    options.add_store(parser)


def act(arguments: "argparse.Namespace") -> int:
    """Print the verdict and the claims that it rests on."""
    store = options.open_store(arguments)
    answer = verdict.ask(
        arguments.subject,
        arguments.relation,
        arguments.object,
        store=store,
        documents=arguments.document or (),
    )
    if arguments.cite is not None:
        _cite(answer, arguments, store)
        return _CODES[answer.verdict]
    lines = [f"{answer.subject} – {answer.relation} – {answer.object}: {answer.verdict}"]
    if answer.verdict == verdict.SILENT:
        lines.append("  nobody says it, and nobody denies it; silence is no denial")
    several = len({voice.document for voice in answer.voices}) > 1
    for voice in answer.voices:
        affirmed = voice.polarity == "affirmed"
        force = voice.force if affirmed else f"{voice.force}, {voice.polarity}"
        facets = [voice.holder, force, voice.hedge, voice.stance, voice.note]
        facets += [voice.document] if several else []
        lines += [
            f"  {voice.evidence}  {voice.says}: {voice.text}  [{curie(voice.claim)}]",
            f"      {'; '.join(filter(None, facets))}",
        ]
    out.text("\n".join(lines))
    return _CODES[answer.verdict]


def _cite(answer: verdict.Verdict, arguments: "argparse.Namespace", store: "Store") -> None:
    """Put out what the claims of the verdict rest on."""
    from secgraph.query import citation, sessions

    words = ["secgraph", "ask", arguments.subject, arguments.relation, arguments.object]
    words += options.documents(arguments)
    claims = [voice.claim for voice in answer.voices]
    session = sessions.Session(store)
    out.cite(citation.of_things(session, claims, shlex.join(words)), arguments)
