"""Give claims as Web Annotations, which annotation tools read.

Points to the text by positions; holds its words only where the licence is free. Source: W3C, Web
Annotation Data Model, Recommendation of 23 February 2017.
"""

from collections.abc import Sequence
from typing import Any

from secgraph.authoring.marks import Marks
from secgraph.authoring.model import Claim, Work
from secgraph.authoring.paraphrase import Speaker

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Code points before and behind a quote."""


def collection(work: Work, claims: Sequence[Claim], marks: Marks) -> dict[str, Any]:
    """Give an annotation collection with one page that has an annotation for each claim.

    Args:
        work: The document.
        claims: In the order of the file.
        marks: The words of the text.

    Returns:
        JSON-LD. Positions count code points of the canonical text, from 0; the end is exclusive.
    """
    speaker = Speaker(work.vocabulary, work.head.namespace)
    items = [_annotation(work, claim, marks, speaker) for claim in claims]
    name = work.iri("annotations")
    return {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": f"Claims of {work.head.label}",
        "total": len(items),
        "first": {
            "id": f"{name}-1",
            "type": "AnnotationPage",
            "partOf": name,
            "startIndex": 0,
            "items": items,
        },
    }


def _annotation(work: Work, claim: Claim, marks: Marks, speaker: Speaker) -> dict[str, Any]:
    iri = work.iri(claim.name)
    targets = [_target(work, start, end, marks) for start, end in _places(work, claim, marks)]
    return {
        "id": f"{iri}-annotation",
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {"type": "SpecificResource", "source": iri, "purpose": "linking"},
            {
                "type": "TextualBody",
                "value": speaker.claim(claim, work.author),
                "format": "text/plain",
                "language": "en",
                "purpose": "describing",
            },
        ],
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _places(work: Work, claim: Claim, marks: Marks) -> list[tuple[int, int]]:
    """Give the places of a claim: its evidence, else its passage; and the further passages."""
    evidence = claim.source.evidence
    frozen = work.passages
    first = frozen[claim.passage]
    places = [(first.start, first.end)]
    if evidence is not None:
        places = marks.places(claim.passage, evidence)
    return places + [(frozen[name].start, frozen[name].end) for name in claim.also]


def _target(work: Work, start: int, end: int, marks: Marks) -> dict[str, Any]:
    position: dict[str, Any] = {"type": "TextPositionSelector", "start": start, "end": end}
    selector: Any = position
    if work.head.is_free:
        text = marks.text
        quote = {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - AROUND) : start],
            "suffix": text[end : end + AROUND],
        }
        selector = [position, quote]
    return {"type": "SpecificResource", "source": work.iri("document"), "selector": selector}
