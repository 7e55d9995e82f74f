#!/usr/bin/env bash
# Finding: DuckDB reads no row of some SSSOM tables with metadata above; pandas raises an error.
# Version: duckdb 2.0.1, pandas 3.1.1
# Expected: three rows, or an error. SSSOM 1.1, SSSOM/TSV: the metadata may stand above the
#   columns, in lines that begin with #.
# Seen: three rows below four lines of metadata are none for DuckDB, which guesses from the number
#   of fields where a table begins; four rows are read. pandas raises ParserError; with
#   comment="#" it cuts every IRI after its #. Without the metadata both read every row.
# Instead: metadata in a file beside the table, NAME.sssom.yml, which the standard allows too; or
#   skip the lines of the metadata by their number.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    duckdb==2.0.1 pandas==3.1.1 || exit 2
export PYTHONPATH=packages

table() {
    printf '%b\n' '#curie_map:' '#  ex: "https://example.org/"' \
        '#mapping_set_id: "https://example.org/set"' \
        '#license: "https://creativecommons.org/licenses/by/4.0/"' \
        'subject_id\tpredicate_id\tobject_id\tobject_label\tmapping_justification' \
        "ex:australia\tskos:exactMatch\t${1}au\t036\tsemapv:LexicalMatching" \
        "ex:namibia\tskos:exactMatch\t${1}na\tNA\tsemapv:LexicalMatching" \
        "ex:brazil\tskos:exactMatch\t${1}br\t076\tsemapv:LexicalMatching"
}
table ex: > above.sssom.tsv
table https://example.org/a# > above-iris.sssom.tsv
grep -v '^#' above.sssom.tsv > beside.sssom.tsv
python3 - <<'PY'
import sys
import duckdb
import pandas

right = [("ex:au", "036"), ("ex:na", "NA"), ("ex:br", "076")]


def by_duckdb(path):
    table = duckdb.sql("FROM read_csv('%s', all_varchar = true)" % path)
    return [row[2:4] for row in table.fetchall()]


def by_pandas(path, **options):
    try:
        table = pandas.read_csv(path, sep="\t", dtype=str, keep_default_na=False, **options)
    except pandas.errors.ParserError as error:
        return type(error).__name__
    return [tuple(row) for row in table[["object_id", "object_label"]].values]


seen = [by_duckdb("above.sssom.tsv"), by_pandas("above.sssom.tsv")]
cut = by_pandas("above-iris.sssom.tsv", comment="#")
print(seen, cut)
beside = [by_duckdb("beside.sssom.tsv"), by_pandas("beside.sssom.tsv")]
skipped = by_pandas("above.sssom.tsv", skiprows=4)
sys.exit(
    seen != [[], "ParserError"]
    or cut[0][0] != "https://example.org/a"
    or beside != [right, right]
    or skipped != right
)
PY
