"""What the name of a store is made of."""

import pytest

from secgraph import stores
from secgraph.errors import UsageError


@pytest.mark.parametrize(
    ("spec", "parts"),
    [
        ("ungdc", ("ungdc", "", "")),
        ("memory:", ("memory:", "", "")),
        ("http://127.0.0.1:1/a@trino:b", ("", "", "http://127.0.0.1:1/a@trino:b")),
        ("https://user@host/x", ("", "", "https://user@host/x")),
        (
            "a b/ungdc@trino:http://host:8080/hive/ungdc",
            ("a b/ungdc", "trino", "http://host:8080/hive/ungdc"),
        ),
        ("ungdc@ontop:https://u:p@host/sparql", ("ungdc", "ontop", "https://u:p@host/sparql")),
        ("me@home:x/ungdc", ("me@home:x/ungdc", "", "")),
        ("ungdc@spark:http://host/", ("ungdc@spark:http://host/", "", "")),
        ("ungdc@trino:", ("ungdc", "trino", "")),
    ],
)
def test_a_name_is_taken_apart_in_one_place(spec, parts):
    assert stores.parts(spec) == parts


def test_an_engine_behind_what_is_no_corpus_is_refused(tmp_path):
    with pytest.raises(UsageError, match="is no corpus, and trino answers for a corpus only"):
        stores.open(f"{tmp_path}@trino:http://127.0.0.1:9/hive/x")
    with pytest.raises(UsageError, match="trino"):
        stores.open(f"{tmp_path}/none@trino:http://127.0.0.1:9/hive/x")
