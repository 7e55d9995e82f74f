"""The words by which two engines of SQL differ: DuckDB, and Trino.

Holds no question and no table.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine writes what engines write otherwise.

    Attributes:
        name: Of the engine.
        divided: The sign of a division of whole numbers that gives a whole number.
        hexadecimal: The function that shows bytes.
        array: The type of several whole numbers.
        has_names_in_unions: Whether a union can go by the names of its columns.
        unpacks_in_select: Whether several values become rows where columns are selected.
        holds_the_right_side: Whether the right side of a join is held in memory, where the engine
            cannot tell which is the smaller.
    """

    name: str
    divided: str
    hexadecimal: str
    array: str
    has_names_in_unions: bool
    unpacks_in_select: bool
    holds_the_right_side: bool

    def own(self, template: str) -> str:
        """Give a template of the view in the words of this engine."""
        return template.replace(" // ", f" {self.divided} ").replace("hex(", f"{self.hexadecimal}(")

    def double(self, number: str) -> str:
        """Give a constant that is a double."""
        return f"{number}::DOUBLE" if self is DUCKDB else f"DOUBLE '{number}'"

    def rows(self, column: str, values: str) -> str:
        """Give a SELECT of one column, a row for each value of an array."""
        if self.unpacks_in_select:
            return f"SELECT unnest({values}) AS {column}"
        return f"SELECT v.{column} FROM unnest({values}) AS v ({column})"

    def listed(self, values: Sequence[str]) -> str:
        """Give an array of values."""
        return f"{'' if self is DUCKDB else 'ARRAY'}[{', '.join(values)}]"


DUCKDB = Dialect("duckdb", "//", "hex", "BIGINT[]", True, True, False)
TRINO = Dialect("trino", "/", "to_hex", "ARRAY(BIGINT)", False, False, True)
