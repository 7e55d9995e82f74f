"""The questions of a corpus on Trino and Ontop."""
