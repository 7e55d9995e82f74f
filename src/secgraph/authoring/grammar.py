"""Inflect the labels of kinds of relation, and say things with the article that English wants.

Knows no claim.
"""

import re

from secgraph.claims.kinds import base_form

_MODALS = ("can", "must", "may", "will", "should", "would")
_SINGULAR_ENDINGS = ("ss", "us", "is", "ics", "news", "series", "means", "headquarters")
_NUMBERS = ("some", "few", "several", "many", "most", "all", "both", "two", "three", "four", "five")
_DETERMINERS = (
    "a",
    "an",
    "the",
    "any",
    "each",
    "every",
    "no",
    "this",
    "that",
    "its",
    "their",
    "his",
    "her",
    "our",
    "what",
    "whoever",
    "who",
    "those",
    "these",
    "how",
    "why",
    "whether",
    *_NUMBERS,
)
_BARE_REGIONS = ("asia", "europe", "america", "africa", "oceania", "taiwan", "okinawa")
"""Last words of names of regions that have no article."""
_REGIONS_WITH_THE = (
    *("arctic", "antarctic", "atlantic", "balkans", "caribbean", "caucasus", "east", "levant"),
    *("maghreb", "mediterranean", "middle east", "north", "pacific", "sahel", "south", "west"),
)
"""How names of regions of one word end that have one; those of several have one in any case."""
_COUNT_NOUNS = """
agreement alliance approach architecture arrangement bloc challenge coalition commitment
community concept condition consensus conflict council country crisis danger decision dialogue
duty effort election endeavour event fellowship fleet force format forum framework fund future
goal government group initiative institution interest invasion issue law mechanism meeting
mission move nation need network norm obligation offer office opinion order organization pact
pandemic partner partnership pathway pillar plan policy position principle problem process
programme program project proposal question regime region relationship response right risk
role rule sea ship stance state statement strategy submarine summit system tie tradition
treaty value view vision visit war way world
"""
_COUNTABLE = frozenset(_COUNT_NOUNS.split())
"""Nouns that stand in the singular with an article."""

_DOUBLED = ("commit",)


def is_plural(label: str) -> bool:
    """Whether the label of a thing is a plural, by its head noun."""
    words = re.split(r"\s+(?:of|in|for|with|between|on|to|from|by|that|which|who|at)\s+", label)[0]
    words = words.partition(" (")[0]
    first = label.split(maxsplit=1)[0].lower() if label.split() else ""
    if first in _NUMBERS or first in ("those", "these"):
        return True
    last = words.split()[-1] if words.split() else ""
    if " and " in words and first != "the":
        return True
    plain = last.lower().strip("\"'’")
    if last.endswith(("'s", "’s")) or not plain.endswith("s"):
        return plain in ("people", "men", "women", "forces", "leaders")
    return not plain.endswith(_SINGULAR_ENDINGS) and not last.isupper()


def with_article(label: str, classes: set[str]) -> str:
    """Give the label of a thing as it stands in a sentence."""
    label = re.sub(r"\s*\((?:as|in|an?|P\d)[^()]*\)$", "", label)
    first = label.split()[0]
    if first.lower() in _DETERMINERS or first.endswith(("'s", "’s", "s'", "s’")):
        return label
    return f"the {label}" if _takes_the(label, classes) else label


def with_indefinite(label: str) -> str:
    """Give a singular name that others could have, too: ``a partnership``."""
    label = re.sub(r"\s*\((?:as|in|an?|P\d)[^()]*\)$", "", label)
    first, head = label.split()[0], _head(label)
    if first.lower() in _DETERMINERS or first.endswith(("'s", "’s", "s'", "s’")):
        return label
    if head not in _COUNTABLE:
        return label
    return f"{'an' if first[0].lower() in 'aeiou' else 'a'} {label}"


def _head(label: str) -> str:
    """Give the head noun of a label: the last word before a preposition, comma or bracket."""
    noun = re.split(r",|\s+(?:\(|(?:of|in|for|with|between|on|to|from|by|that|at)\s)", label)[0]
    return noun.rsplit(maxsplit=1)[-1].lower() if noun.split() else ""


def _takes_the(label: str, classes: set[str]) -> bool:
    last = label.rsplit(maxsplit=1)[-1].lower()
    if classes & {"State", "Person"}:
        return label.startswith(("United ", "Philippines", "Netherlands")) or "Republic" in label
    if "Government" in classes or label.lower().startswith("government of "):
        return label.lower().startswith("government ")
    if "Region" in classes:
        return _is_region_with_the(label)
    if label.isupper() and classes & {"Collective", "Referent"}:
        return False
    if classes & {"Grouping", "Alliance", "Minilateral", "IntergovernmentalOrganization"}:
        return not label.isupper() or len(label) <= 2
    if classes & {"Post", "Treaty", "Collective", "Relationship"}:
        return not is_plural(label) or last == "leaders"
    if last in ("indo-pacific", "pacific"):
        return True
    if is_plural(label):
        return False
    return _head(label) in _COUNTABLE or re.search(r" of (?:the |[A-Z])", label) is not None


def _is_region_with_the(label: str) -> bool:
    first, *rest = label.lower().split()
    if not rest:
        return not label[0].isupper() or first.endswith(_REGIONS_WITH_THE) or is_plural(label)
    return rest[-1] not in _BARE_REGIONS


def plural(label: str) -> str:
    """Give the label of a kind for a plural subject: ``agree with`` for ``agrees with``."""
    verb, _, rest = label.partition(" ")
    if verb in _MODALS:
        return label
    if verb == "is":
        return f"are {_ONE.sub(_many, rest)}".rstrip()
    if verb in ("de", "in", "only", "mostly", "more"):
        return f"{verb} {plural(rest)}"
    return base_form(label)


_ONE = re.compile(r"^an? (\w+)")
"""What one thing is, behind *is*: ``a partner``."""


def _many(found: re.Match[str]) -> str:
    noun = found[1]
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def base(label: str) -> str:
    """Give the base form of the label of a kind: ``be part of``, ``be able to counter``."""
    verb, _, rest = label.partition(" ")
    if verb in _ABLE:
        return f"{_ABLE[verb]} {rest}"
    if verb in _ADVERBS:
        return f"{verb} {base(rest)}"
    return base_form(label)


_ABLE = {"can": "be able to", "must": "have to", "may": "possibly"}
_ADVERBS = ("only", "mostly", "more", "still", "again", "increasingly", "in")


def negative(label: str, *, many: bool) -> str:
    """Give the denial of the label of a kind: ``is not part of``, ``do not agree with``."""
    verb, _, rest = label.partition(" ")
    if verb == "is":
        return f"{'are' if many else 'is'} not {rest}".rstrip()
    if verb == "can":
        return f"cannot {rest}"
    if verb == "must":
        return f"{'do' if many else 'does'} not have to {rest}"
    if verb == "may":
        return f"may not {rest}"
    return f"{'do' if many else 'does'} not {base(label)}"


def gerund(label: str) -> str:
    """Give the label of a kind as a gerund: ``being part of``, ``revising``."""
    verb, _, rest = base(label).partition(" ")
    if verb in _ADVERBS or verb == "possibly":
        return f"{verb} {gerund(rest)}"
    if verb in ("be", "see"):
        made = f"{verb}ing"
    elif verb in _DOUBLED:
        made = f"{verb}{verb[-1]}ing"
    elif verb.endswith("ie"):
        made = f"{verb[:-2]}ying"
    elif verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        made = f"{verb[:-1]}ing"
    else:
        made = f"{verb}ing"
    return f"{made} {rest}".rstrip()


def adverb_in(phrase: str, adverb: str) -> str:
    """Put an adverb into a verb phrase: behind its auxiliary and *not*, before any other verb."""
    verb, _, rest = phrase.partition(" ")
    if verb in ("is", "are", "cannot", "do", "does", *_MODALS):
        if rest.startswith("not "):
            return f"{verb} not {adverb} {rest.removeprefix('not ')}"
        return f"{verb} {adverb} {rest}".rstrip()
    return f"{adverb} {phrase}"


def sentence(words: str) -> str:
    """Give words as a sentence: a capital first, a full stop last."""
    words = " ".join(words.split())
    return f"{words[:1].upper()}{words[1:]}" + ("" if words.endswith((".", "?", "!")) else ".")
