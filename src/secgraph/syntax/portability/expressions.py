"""Rules of portability about expressions, literals and IRIs.

Each rule was proved by a probe that failed on some store. Asks none itself.
"""

import re
from collections.abc import Iterator

from secgraph.namespaces import PREFIXES
from secgraph.syntax.portability.groups import Token, Violations, arguments
from secgraph.syntax.portability.parse import ParsedQuery

_XSD = PREFIXES["xsd"]
_MOMENT = _XSD + "dateTime"
_DATES = {_XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth", "time")}
_DURATIONS = {_XSD + name for name in ("duration", "dayTimeDuration", "yearMonthDuration")}
_FUNCTIONS_OF_RDF_12 = {
    "TRIPLE",
    "ISTRIPLE",
    "SUBJECT",
    "PREDICATE",
    "OBJECT",
    "LANGDIR",
    "STRLANGDIR",
    "HASLANG",
    "HASLANGDIR",
}


def exists_value(parsed: ParsedQuery) -> Violations:
    """EXISTS stands in FILTER alone."""
    for words in [
        *(query.head for query in parsed.queries),
        *(query.tail for query in parsed.queries),
        *(bind.tokens for _, bind in parsed.elements("bind")),
    ]:
        for token in words:
            if token.key == "EXISTS":
                yield (
                    token.line,
                    "EXISTS as a value is not taken everywhere; "
                    'write OPTIONAL and IF(BOUND(?x), "yes", "no")',
                )


def group_concat(parsed: ParsedQuery) -> Violations:
    """GROUP_CONCAT has DISTINCT and SEPARATOR."""
    for words, place in _calls(parsed, "GROUP_CONCAT"):
        keys = [token.key for token in arguments(words, place)]
        missing = [key for key in ("DISTINCT", "SEPARATOR") if key not in keys]
        if missing:
            yield (
                words[place].line,
                f"GROUP_CONCAT has no {' and no '.join(missing)}; "
                'write GROUP_CONCAT(DISTINCT STR(?x); SEPARATOR=" ")',
            )


def sum_of_nothing(parsed: ParsedQuery) -> Violations:
    """SUM says what it is of no rows; a group has rows."""
    for query in parsed.queries:
        if any(token.key == "GROUP" for token in query.tail):
            continue
        words = [*query.head, *query.tail]
        for place, token in enumerate(words):
            before = [word.key for word in words[max(place - 2, 0) : place]]
            if token.key == "SUM" and before != ["COALESCE", "("]:
                yield (
                    token.line,
                    "SUM of no rows is 0 in one store and unbound in another; "
                    "write COALESCE(SUM(?x), 0), or GROUP BY",
                )


def language_equal(parsed: ParsedQuery) -> Violations:
    """Languages are matched, not compared."""
    for words, place in _calls(parsed, "LANG"):
        after = place + len(arguments(words, place)) + 3
        beside = {word.key for word in (*words[max(place - 1, 0) : place], *words[after:][:1])}
        if beside & {"=", "!=", "IN", "NOT"}:
            yield (
                words[place].line,
                "LANG(…) is compared, and tags differ in case between stores; "
                'write LANGMATCHES(LANG(?x), "en")',
            )


def typed_string(parsed: ParsedQuery) -> Violations:
    """A plain string has no datatype."""
    for place, datatype in _typed_literals(parsed):
        if datatype == _XSD + "string":
            yield (
                parsed.tokens[place].line,
                "^^xsd:string makes another term of a plain string in some stores; leave it out",
            )


def date_cast(parsed: ParsedQuery) -> Violations:
    """No cast to a date."""
    for words in parsed.expressions:
        for place, token in enumerate(words):
            is_call = ":" in token.word and arguments(words, place)
            if is_call and parsed.expand(token.word) in _DATES - {_MOMENT}:
                yield (
                    token.line,
                    f"{token.word}(…) is no cast that every store has; "
                    "compare dateTimes, or SUBSTR(STR(?d), 1, 10)",
                )


def date_arithmetic(parsed: ParsedQuery) -> Violations:
    """No reckoning with dates."""
    for place, datatype in _typed_literals(parsed):
        before, after = parsed.tokens[place - 1 : place], parsed.tokens[place + 3 : place + 4]
        signs = {token.key for token in (*before, *after)} & {"+", "-"}
        if datatype in _DURATIONS or (datatype in _DATES and signs):
            yield (
                parsed.tokens[place].line,
                "reckoning with dates is not taken everywhere; "
                "compare them, or reckon with xsd:integer(SUBSTR(STR(?d), 1, 4))",
            )
    for token in parsed.tokens:
        if token.key == "NOW":
            yield (
                token.line,
                "NOW() gives another answer each time; put the date into a VALUES",
            )


def date_zone(parsed: ParsedQuery) -> Violations:
    """Moments are in UTC."""
    for place, datatype in _typed_literals(parsed):
        token = parsed.tokens[place]
        if datatype == _MOMENT and not token.word.rstrip("\"'").endswith("Z"):
            yield (
                token.line,
                f"{token.word} has no zone or another than UTC, which stores compare "
                "differently; end it in Z",
            )


def escaped_iri(parsed: ParsedQuery) -> Violations:
    r"""No ``\u`` in an IRI."""
    for token in parsed.tokens:
        if token.word.startswith("<") and "\\" in token.word:
            yield (
                token.line,
                f"{token.word} has an escape, which some stores leave as it is; "
                "write the character itself",
            )


def rdf_12(parsed: ParsedQuery) -> Violations:
    """Nothing of RDF 1.2."""
    return of_rdf_12(parsed.tokens)


def of_rdf_12(tokens: list[Token]) -> Violations:
    """Find what is of RDF 1.2 among the tokens of a text, which need not parse."""
    for place, token in enumerate(tokens):
        is_call = token.key in _FUNCTIONS_OF_RDF_12 and [
            after.key for after in tokens[place + 1 : place + 2]
        ] == ["("]
        if (
            is_call
            or token.key in ("<<", "{|", "~")
            or (token.key == "VERSION" and place == 0)
            or (token.word[0] == "@" and "--" in token.word)
        ):
            yield (
                token.line,
                f"{token.word} is of RDF 1.2, which most stores do not take; "
                "write a node with properties instead",
            )


def ascii_pattern(parsed: ParsedQuery) -> Violations:
    """Regular expressions are of ASCII."""
    for words, place in _calls(parsed, "REGEX", "REPLACE"):
        strings = [token.word for token in arguments(words, place) if token.word[0] in "\"'"]
        if beyond_ascii := [word for word in strings if not word.isascii()]:
            yield (
                words[place].line,
                f"{words[place].word} has {beyond_ascii[0]}, and stores count such letters "
                "differently; match ASCII, or compare whole strings",
            )


def division(parsed: ParsedQuery) -> Violations:
    """A division is of decimals, and not by zero."""
    above_zero = set(_above_zero(parsed))
    for words, place in _calls(parsed, "/"):
        # One store gives a column the width of the first of two alternatives, and 0.0 is too
        # narrow for what follows.
        has_decimal = any(re.fullmatch(r"\d+\.\d+", token.word) for token in words)
        divisor = words[place + 1 : place + 3]
        is_safe = _never_zero(divisor) or (divisor and divisor[0].word in above_zero)
        if not has_decimal or not is_safe:
            yield (
                words[place].line,
                "'/' of whole numbers, or by zero, differs between stores; "
                "write 1.0 * ?n / IF(?d = 0, 1, ?d), or FILTER (?d > 0) beside it",
            )


def _above_zero(parsed: ParsedQuery) -> Iterator[str]:
    """Give the variables that a FILTER alone keeps above zero."""
    words = [token.key for token in parsed.tokens]
    for place in range(len(words) - 5):
        if words[place : place + 2] == ["FILTER", "("] and words[place + 3 : place + 6] == [
            ">",
            "0",
            ")",
        ]:
            yield parsed.tokens[place + 2].word


def _never_zero(divisor: list[Token]) -> bool:
    """Whether a divisor begins as IF(…), or is a decimal other than zero."""
    if [token.key for token in divisor] == ["IF", "("]:
        return True
    return bool(divisor and re.fullmatch(r"\d*[1-9]\d*\.\d+", divisor[0].word))


def _calls(parsed: ParsedQuery, *keys: str) -> Iterator[tuple[list[Token], int]]:
    """Give each place of a word or mark in an expression, with the tokens of that expression."""
    for words in parsed.expressions:
        for place, token in enumerate(words):
            if token.key in keys:
                yield words, place


def _typed_literals(parsed: ParsedQuery) -> Iterator[tuple[int, str]]:
    """Give each literal with a datatype: its place among the tokens, and the datatype's IRI."""
    for place, token in enumerate(parsed.tokens[:-2]):
        if parsed.tokens[place + 1].key == "^^" and token.word[0] in "\"'":
            yield place, parsed.expand(parsed.tokens[place + 2].word)
