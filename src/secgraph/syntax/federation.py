"""Find SERVICE in a query, refuse it unless it is allowed, and replace the address it names.

The grammar of SPARQL decides, and the words of the text beside it: in doubt there is a SERVICE, as
Oxigraph takes ``SERVICE:x``, ``SERVICESILENT`` and ``1SERVICE`` for one. Asks nobody.
"""

from collections.abc import Mapping

from secgraph.errors import BadQuery, BadValue, ServiceRefused
from secgraph.namespaces import is_iri
from secgraph.syntax.tokens import tokens

Services = bool | Mapping[str, str]

ANY = "*"
"""Stands for every store, as a key of services."""


def named(text: str) -> list[tuple[int, int, str]]:
    """Find each ``SERVICE <iri>``, SILENT or not.

    Returns:
        Start and end of each IRI, with its brackets, and the IRI.
    """
    services, expected = [], False
    for place, word in tokens(text):
        if word.upper() == "SERVICE":
            expected = True
        elif expected and word.upper() != "SILENT":
            expected = False
            if word.startswith("<") and word.endswith(">") and len(word) > 1:
                services.append((place, place + len(word), word[1:-1]))
    return services


def suspected(text: str) -> int:
    """Count the words that some engine may take for SERVICE.

    Variables, local names, strings and IRIs cannot be.
    """
    if "service" not in text.lower():
        return 0
    return sum(
        "service" in word.partition(":")[0].lower()
        for _, word in tokens(text)
        if word[0] not in "<\"'?$"
    )


def directed(text: str, services: Services) -> tuple[str, bool]:
    """Give a query as it may be asked.

    Args:
        text: SPARQL.
        services: False refuses every SERVICE; True lets each go where it says; a mapping lets only
            those go that it names, each to the address that it gives: the same, or a copy
            elsewhere. ``*`` among them stands for any.

    Returns:
        The text, with the addresses in place of the IRIs, and whether it asks nobody else.

    Raises:
        ServiceRefused: The query asks a store that is not allowed, or it cannot be told.
        BadQuery: It asks one by what is no IRI.
    """
    if services is True:
        return text, False
    places = _places(text)
    if not places:
        return text, True
    iris = list(dict.fromkeys(iri for _, _, iri in places if iri is not None))
    if services is False:
        raise ServiceRefused(iris)
    if any(iri is None for _, _, iri in places):
        raise BadQuery(
            "it asks another store by a variable or a prefixed name; write SERVICE <…> with the "
            "whole IRI, or allow every SERVICE"
        )
    left = [iri for iri in iris if iri not in services and ANY not in services]
    if left:
        raise ServiceRefused(left)
    for start, end, iri in reversed(places):
        text = (
            f"{text[:start]}<{services.get(iri or '', services.get(ANY, iri or ''))}>{text[end:]}"
        )
    return text, False


def _places(text: str) -> list[tuple[int, int, str | None]]:
    """Find what each SERVICE names, by the grammar.

    Returns:
        Start and end of each, and the IRI; None where it is a variable or a prefixed name.

    Raises:
        ServiceRefused: The grammar does not take the text, or sees fewer than its words may be.
    """
    if "service" not in text.lower():
        return []
    # tree-sitter takes longer to load than a query without SERVICE takes.
    from secgraph.syntax.portability import parse

    words = suspected(text)
    try:
        targets = parse.services(text)
    except parse.Unreadable as error:
        if words:
            raise ServiceRefused([iri for _, _, iri in named(text)]) from error
        raise ServiceRefused([], line=error.line) from error
    if words > len(targets):
        raise ServiceRefused([iri for _, _, iri in named(text)])
    return [
        (start, end, text[start + 1 : end - 1] if text[start] == "<" else None)
        for start, end in targets
    ]


def address(pair: str) -> tuple[str, str]:
    """Take ``IRI=URL`` apart; an address alone is that of every store that is asked.

    Raises:
        BadValue: It is neither.
    """
    iri, equals, url = pair.partition("=")
    if not equals or not url.startswith(("http://", "https://")):
        iri, url = ANY, pair
    if (
        not url.startswith(("http://", "https://"))
        or url.count("://") > 1
        or not is_iri(url)
        or not (iri == ANY or is_iri(iri))
    ):
        raise BadValue(
            pair,
            "give IRI=URL, such as https://query.wikidata.org/sparql=http://localhost:7878/query, "
            "or the URL alone",
        )
    return iri, url
