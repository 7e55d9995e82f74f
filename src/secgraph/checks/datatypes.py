"""Decide whether the value of a literal belongs to a datatype of OWL 2.

The value spaces of the primitive datatypes of XML Schema share no value. A datatype that is not
known here takes every value.
"""

import pyoxigraph

from secgraph.checks.lexical import XSD, is_ill_typed
from secgraph.namespaces import PREFIXES

_ABOVE = {
    "nonPositiveInteger": "integer",
    "negativeInteger": "nonPositiveInteger",
    "nonNegativeInteger": "integer",
    "positiveInteger": "nonNegativeInteger",
    "long": "integer",
    "int": "long",
    "short": "int",
    "byte": "short",
    "unsignedLong": "nonNegativeInteger",
    "unsignedInt": "unsignedLong",
    "unsignedShort": "unsignedInt",
    "unsignedByte": "unsignedShort",
    "integer": "decimal",
    "dateTimeStamp": "dateTime",
    "normalizedString": "string",
    "token": "normalizedString",
    "language": "token",
    "NMTOKEN": "token",
    "Name": "token",
    "NCName": "Name",
    "yearMonthDuration": "duration",
    "dayTimeDuration": "duration",
}
_PRIMITIVE = {
    "anyURI",
    "base64Binary",
    "boolean",
    "date",
    "dateTime",
    "decimal",
    "double",
    "duration",
    "float",
    "gDay",
    "gMonth",
    "gMonthDay",
    "gYear",
    "gYearMonth",
    "hexBinary",
    "string",
    "time",
}
_LANGUAGE_TEXT = PREFIXES["rdf"] + "langString"


def fits(literal: pyoxigraph.Literal, datatype: str) -> bool:
    """Whether the value of a literal belongs to a datatype.

    Args:
        literal: It is not ill-typed.
        datatype: IRI of the datatype.
    """
    wanted = _chain(datatype)
    if not wanted:
        return True
    own = literal.datatype.value
    if own == _LANGUAGE_TEXT:
        return False
    given = _chain(own)
    if not given or wanted[0] in given:
        return True
    if given[-1] != wanted[-1]:
        return False
    text = literal.value
    if wanted[-1] == "decimal" and wanted[0] != "decimal":
        whole, _, fraction = text.partition(".")
        if fraction.strip("0"):
            return False
        text = whole if whole.strip("+-") else "0"
    return not is_ill_typed(text, datatype)


def _chain(datatype: str) -> list[str]:
    """Give the name of a datatype and of those above it; none where it is not known."""
    name = datatype.removeprefix(XSD)
    chain = [name]
    while chain[-1] in _ABOVE:
        chain.append(_ABOVE[chain[-1]])
    return chain if datatype.startswith(XSD) and chain[-1] in _PRIMITIVE else []
