"""Numbers, dates and texts as terms, in one form each."""

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secgraph.errors import BadValue
from secgraph.namespaces import PREFIXES
from secgraph.syntax.literals import literal
from support.fuzzing import examples

XSD = PREFIXES["xsd"]


@pytest.mark.parametrize(
    ("datatype", "typed", "form"),
    [
        ("dateTime", "2023-02-23", "2023-02-23T12:00:00Z"),
        ("dateTime", "2023-02-23T01:02", "2023-02-23T01:02:00Z"),
        ("dateTime", " 2023-02-23 01:02:03.5 ", "2023-02-23T01:02:03.500000Z"),
        ("dateTime", "2023-02-23T01:02:03+09:00", "2023-02-22T16:02:03Z"),
        ("date", "2023-02-23", "2023-02-23"),
        ("gYear", "2023", "2023"),
        ("integer", " +007 ", "7"),
        ("integer", "-0", "0"),
        ("boolean", "True", "true"),
    ],
)
def test_a_value_has_one_form(datatype, typed, form):
    """A date stands for its noon, as in reason --date; a moment is in UTC."""
    assert literal(typed, XSD + datatype) == f'"{form}"^^<{XSD}{datatype}>'


@pytest.mark.parametrize(
    ("datatype", "typed"),
    [
        *[
            ("dateTime", each)
            for each in (
                "",
                "2023",
                "2023-02-30",
                "20230223",
                "2023-W08-4",
                "2023-02-23T25:00:00",
                "٢٠٢٣-٠٢-٢٣",
                "0001-01-01T00:00+09:00",
                "now",
            )
        ],
        *[("date", each) for each in ("2023-02-30", "23-02-23", "2023-02-23T00:00:00Z")],
        *[("gYear", each) for each in ("0000", "20230", "-44", "٢٠٢٣")],
        *[
            ("integer", each)
            for each in ("", "+", "+-5", "1.0", "1e3", "٣", "9" * 19, "9" * 5000, '5" . }')
        ],
        *[("boolean", each) for each in ("1", "yes", "")],
        *[("string", each) for each in ("\0", "\ud800", "\\u0022 }")],
        ("duration", "P1D"),
        ("anyURI", "javascript:alert(1)"),
    ],
)
def test_what_is_no_value_of_the_datatype_is_refused(datatype, typed):
    with pytest.raises(BadValue):
        literal(typed, XSD + datatype)


def test_a_datatype_of_somebody_else_is_refused():
    with pytest.raises(BadValue, match="urn:x"):
        literal("5", "urn:x")


@pytest.mark.fuzz
@examples(200)
@given(
    st.sampled_from(["dateTime", "date", "gYear", "integer", "boolean"]),
    st.text(max_size=30) | st.from_regex(r"[-+0-9T:Z. ]{1,30}", fullmatch=True),
)
def test_whatever_is_typed_is_refused_or_well_formed(datatype, typed):
    """A store that knows the datatype can reckon with the term.

    It is equal to itself, which no ill-typed one is by value.
    """
    try:
        term = literal(typed, XSD + datatype)
    except BadValue:
        return
    found = pyoxigraph.Store().query(f"SELECT (<{XSD}{datatype}>(STR({term})) AS ?x) {{}}")
    assert next(iter(found))[0] is not None


@pytest.mark.fuzz
@examples(200)
@given(st.text(max_size=30))
def test_a_text_comes_back_as_it_was_typed(typed):
    try:
        term = literal(typed, XSD + "string")
    except BadValue:
        return
    assert next(iter(pyoxigraph.Store().query(f"SELECT ({term} AS ?x) {{}}")))[
        0
    ] == pyoxigraph.Literal(typed)
