"""The words that a file of claims can begin its lines with, in the order in which they are written.

Says nothing of their values.
"""

HEAD_KEYS = ("title", "label", "date", "by", "source", "covers", "text", "reader", "second")
THING_KEYS = (
    "says",
    "also",
    "note",
    "lists",
    "from",
    "quantity",
    "of",
    "slug",
    "iri",
    "source",
    "supposes",
    "members",
    "treaty",
    "number",
)
KIND_KEYS = (
    "inverse",
    "means",
    "example",
    "border",
    "family",
    "subject",
    "object",
    "symmetric",
    "needs",
    "broader",
    "opposite",
    "source",
)
SOURCE_KEYS = ("title", "publisher", "rights", "see", "note")
STEPS = (
    "supports",
    "attacks",
    "qualifies",
    "exemplifies",
    "elaborates",
    "concedes",
    "contrasts",
    "replaces",
)
