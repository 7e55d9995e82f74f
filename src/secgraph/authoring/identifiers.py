"""Make the identifiers of what belongs to a document, from what it is and never from its place.

Remembers nothing: what was released is kept elsewhere.
"""

import re
import unicodedata

from secgraph.authoring.model import Comparison, Content, Node, Number, Ref
from secgraph.authoring.syntax import Time
from secgraph.documents import canonical
from secgraph.namespaces import PREFIXES

LONGEST = 60
"""Characters of a slug at most."""

_SHORT = {PREFIXES["sgd"]: "sgd:", PREFIXES["sgv"]: "sgv:"}

PREFIX = {
    "Referent": "r",
    "DescribedGroup": "g",
    "UnidentifiedAgent": "a",
    "Quality": "quality",
    "Event": "e",
    "PotentialEvent": "e",
    "ArmedConflict": "e",
    "Meeting": "e",
    "Visit": "e",
}
"""What the identifier of a thing of a class begins with; for another class its name."""


def slug(words: str) -> str:
    """Give lower-case ASCII with hyphens for words; a digest where no letter is left."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    joined = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if len(joined) > LONGEST:
        joined = joined[: LONGEST - 9].rstrip("-") + "-" + short(words)
    return joined or short(words)


def short(text: str) -> str:
    """Give eight figures of the digest of a text."""
    return canonical.digest(text)[:8]


def thing(form: str, name: str) -> str:
    """Give the local name of a thing of a class."""
    kebab = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", form).lower()
    return f"{PREFIX.get(form, kebab)}-{slug(name)}"


def passage(identifier: str) -> str:
    """Give the local name of a passage as it stands inside of others: ``t``, ``h1``, ``p1s2``."""
    return identifier.lower().replace(".", "")


def node(node: Node) -> str:
    """Write what stands in a content, as one line."""
    if isinstance(node, Content):
        return f"{{{signature(node)}}}"
    return str(node.value) if isinstance(node, Number) else compact(node)


def compact(ref: Ref) -> str:
    """Give the prefixed name of a shared thing or value, else the IRI."""
    for namespace, prefix in _SHORT.items():
        if ref.iri.startswith(namespace):
            return prefix + ref.iri.removeprefix(namespace)
    return ref.iri


def signature(content: Content) -> str:
    """Write a content whole, as one line; equal contents of one document have equal lines."""
    parts = [f"{node(content.subject)} | {compact(Ref(content.kind))} | {node(content.object)}"]
    parts += sorted(f"{one.way} {node(one.filler)}" for one in content.circumstances)
    if content.comparison is not None:
        parts.append(f"compare {comparison(content.comparison)}")
    if content.time is not None:
        parts.append(f"time {time(content.time)}")
    return " ; ".join(parts)


def comparison(one: Comparison) -> str:
    """Write a ranking, as one line."""
    parts = [compact(Ref(one.outcome)), compact(Ref(one.margin)) if one.margin else ""]
    parts += [f"than {node(each)}" for each in one.than]
    parts += [f"regarding {node(each)}" for each in one.regarding]
    return " ".join(filter(None, parts))


def time(one: Time) -> str:
    """Write a stretch of time, as one line."""
    return f"{one.label}@{one.start}..{one.end}"


def content(one: Content) -> str:
    """Give the local name of a content."""
    return f"q-{one.kind_name}-{short(signature(one))}"


def circumstance(way: str, filler: Node) -> str:
    """Give the local name of a circumstance."""
    return f"x-{way}-{short(f'{way} {node(filler)}')}"


def time_span(one: Time) -> str:
    """Give the local name of a stretch of time."""
    return f"t-{slug(one.label or f'{one.start} {one.end}')}-{short(time(one))}"
