"""Find the form of a query, and where its VALUES stand.

Reads the text by tokens; whether it is SPARQL, the engine says.
"""

from secgraph.syntax.tokens import tokens


def form(text: str) -> str:
    """Give the word of a query's form in capitals, such as SELECT; empty where there is none.

    Prefixes, strings, IRIs and comments may hold any word. Nothing is parsed: whether it is SPARQL,
    the engine says.
    """
    words = iter(word for _, word in tokens(text))
    for word in words:
        if word.upper() not in ("PREFIX", "BASE"):
            return word.upper()
        next(words, "")
        if word.upper() == "PREFIX":
            next(words, "")
    return ""


def slots(text: str) -> "dict[str, list[tuple[int, int]]]":
    """Find each ``VALUES ?name { … }`` of a query: the places between its braces, by variable."""
    places: dict[str, list[tuple[int, int]]] = {}
    state, variable, start = 0, "", 0
    for place, word in tokens(text):
        if state == 3:
            if word == "}":
                places.setdefault(variable, []).append((start, place))
                state = 0
        elif state == 2 and word == "{":
            state, start = 3, place + 1
        elif state == 1 and word[0] in "?$":
            state, variable = 2, word[1:]
        else:
            state = 1 if word.upper() == "VALUES" else 0
    return places
