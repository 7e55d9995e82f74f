"""Read tables of links with each reader that docs/linking.md names, and print what they hold.

Runs in an environment of its own. Takes a JSON list of the recipes of the page, by the name of the
reader, and the folder of the tables; each recipe leaves its outcome in ``table``.
"""

import json
import sys
from pathlib import Path

import duckdb
import pandas
from sssom.parsers import parse_sssom_table
from sssom.writers import to_owl_graph

PLACE = "data/links/iso-numeric.sssom"
"""What a recipe names, in place of which each table is read."""
COLUMNS = ["subject_id", "predicate_id", "object_id", "object_label"]


def frame_rows(table: pandas.DataFrame) -> list[list[str]]:
    return table.reindex(columns=COLUMNS).fillna("").to_numpy().tolist()


def relation_rows(table: duckdb.DuckDBPyRelation) -> list[list[str]]:
    return [[cell or "" for cell in row] for row in table.project(", ".join(COLUMNS)).fetchall()]


def mapping_rows(table: list) -> list[list[str]]:
    return [
        [one.subject.curie, one.predicate.curie, one.object.curie, one.object_name or ""]
        for one in table
    ]


ROWS = {
    "pandas": frame_rows,
    "duckdb": relation_rows,
    "sssom": lambda table: frame_rows(table.df),
    "sssom_pydantic": mapping_rows,
}


def statements(stem: Path, recipe: str) -> list[list[str]]:
    """Give what sssom-py states as OWL of a table."""
    names: dict = {}
    exec(recipe.replace(PLACE, str(stem)), names)
    return [[str(term) for term in triple] for triple in to_owl_graph(names["table"])]


def main() -> None:
    recipes, folder = json.loads(sys.argv[1]), Path(sys.argv[2])
    tables = {}
    for path in sorted(folder.rglob("*.sssom.tsv")):
        stem = path.with_suffix("")
        read = {}
        for name, recipe in recipes.items():
            names: dict = {}
            exec(recipe.replace(PLACE, str(stem)), names)
            read[name] = ROWS[name](names["table"])
        tables[str(path.relative_to(folder))] = {
            "rows": read,
            # The shortest calls, which guess the types of columns.
            "pandas alone": len(pandas.read_csv(path, sep="\t")),
            "duckdb alone": len(duckdb.sql(f"FROM '{path}'").fetchall()),
            "sssom alone": len(parse_sssom_table(path).df),
            "owl": statements(stem, recipes["sssom"]),
        }
    json.dump(tables, sys.stdout)


main()
