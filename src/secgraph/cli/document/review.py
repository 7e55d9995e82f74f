"""The action document review: show claims beside the second reading, and record what is decided.

Decides nothing; a program cannot sign off.
"""

import sys

from secgraph.cli import out
from secgraph.cli.document import places
from secgraph.errors import BadValue, UsageError
from secgraph.syntax import textfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.authoring.model import Claim
    from secgraph.authoring.project import Project
    from secgraph.authoring.reading import Reading
    from secgraph.authoring.review import Item

HELP = "show its claims beside the second reading; approve, change or reject each"

DESCRIPTION = (
    "Show each claim that is not decided on: the sentence, the draft and the second reading side "
    "by side, those first in which the readings differ. Then type a to approve, r to reject, "
    "c and a new line to change, s to skip, q to end. What is decided is recorded in the file of "
    "claims, with name and date, and lapses when the claim or the words of its passage change."
)


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the action takes."""
    parser.description = DESCRIPTION
    parser.add_argument("folder", metavar="DIR", help="the folder of the document")
    parser.add_argument("--name", help="of the person who decides")
    parser.add_argument("--date", help="of the decisions (default: today)")
    parser.add_argument("--second", metavar="FILE", help="the second reading (default: DIR's)")
    parser.add_argument(
        "--differing", action="store_true", help="only claims in which the readings differ"
    )
    parser.add_argument(
        "--list", action="store_true", help="print the claims that wait, and decide nothing"
    )
    parser.add_argument(
        "--agreement", action="store_true", help="print how far the two readings agree, and stop"
    )


def act(arguments: "argparse.Namespace") -> int:
    """Show, ask and record."""
    from secgraph.authoring import review, signs
    from secgraph.authoring.reading import read_claims

    place = places.opened(arguments.folder)
    path = arguments.second or place.second_path()
    if arguments.agreement:
        return _agreement(place, path)
    first = read_claims(place, place.claims_path())
    first.checked()
    second = read_claims(place, path, older=True) if path is not None else None
    items = review.queue(first.work, second.checked() if second is not None else None)
    waiting = [
        item
        for item in items
        if item.state == signs.DRAFTED and (item.differs or not arguments.differing)
    ]
    waiting.sort(key=lambda item: not item.differs)
    if arguments.list:
        for item in waiting:
            differing = ", ".join(name for name, _, _ in item.pair.differences)
            out.text(f"{item.pair.name}{f': {differing}' if differing else ''}")
        out.text(f"{len(waiting)} wait, {sum(item.differs for item in waiting)} of them differ")
        return 0
    if arguments.name is None:
        raise UsageError("say who decides: --name 'Jane Roe'")
    return _decide(place, first, second, waiting, arguments)


def _agreement(place: "Project", path: "str | None") -> int:
    from secgraph.authoring import declare, readings
    from secgraph.authoring.reading import read_claims

    if path is None:
        raise UsageError("there is no second reading; begin one: secgraph document draft --second")
    first = read_claims(place, place.claims_path(), older=True).checked()
    second = read_claims(place, path, older=True).checked()
    covered = [name for name in first.passages if name in declare.covered(first)]
    rows = readings.agreement(first, second, covered)
    out.table(
        [
            {
                "field": row.field,
                "equal": str(row.equal),
                "total": str(row.total),
                "kappa": "" if row.kappa is None else f"{row.kappa:.2f}",
            }
            for row in rows
        ],
        None,
    )
    return 0


def _decide(
    place: "Project",
    first: "Reading",
    second: "Reading | None",
    waiting: "list[Item]",
    arguments: "argparse.Namespace",
) -> int:
    import datetime

    from secgraph.authoring import review, signs
    from secgraph.authoring.reading import read_claims

    name = signs.check_person(arguments.name)
    date = arguments.date or datetime.date.today().isoformat()
    try:
        datetime.date.fromisoformat(date)
    except ValueError:
        raise BadValue(date, "a date such as 2021-03-12 is wanted") from None
    done: set[tuple[str, str]] = set()
    decided = 0
    with places.locked(place):
        for item in waiting:
            claim = _same(first, item)
            place_of = (item.pair.passage, claim.source.letter if claim else "")
            if claim is not None and place_of in done:
                continue
            out.text(review.panel(item, first, second))
            answer = _answer(claim is not None)
            if answer == "q":
                break
            if answer == "s" or claim is None:
                continue
            text = textfile.read(first.path)
            if answer.startswith("c"):
                text = review.changed(text, claim.source, answer[1:].strip(), name=name, date=date)
            else:
                act = signs.APPROVED if answer == "a" else signs.REJECTED
                text = review.decided(text, first, claim, act, name=name, date=date)
            out.save(text.encode(), first.path)
            done.add(place_of)
            decided += 1
            first = read_claims(place, first.path)  # since its lines have moved
    out.text(f"{decided} decided, recorded in {first.path}")
    return 0


def _same(first: "Reading", item: "Item") -> "Claim | None":
    """Give the claim of an item as it stands in the file now."""
    if item.pair.first is None:
        return None
    name = item.pair.first.name
    return next((claim for claim in first.work.claims if claim.name == name), None)


_ATTEMPTS = 3
"""Answers of which none can be used, after which the review ends: a program may be typing."""


def _answer(own: bool) -> str:
    """Ask until the answer is one; ``q`` where there is none."""
    prompt = "a approve, r reject, c LINE change, s skip, q end: " if own else "s go on, q end: "
    for _ in range(_ATTEMPTS):
        print(prompt, end="", flush=True)
        line = sys.stdin.readline()
        if not line or not sys.stdin.isatty():
            print()  # what is typed ends the line of the prompt
        if not line:
            return "q"
        answer = line.strip()
        if answer in ("s", "q") or (own and (answer in ("a", "r") or answer.startswith("c "))):
            return answer
    out.text(f"{_ATTEMPTS} answers could not be used; the review ends here")
    return "q"
