"""Write the commands that lead on, as they are typed into a shell.

Runs none of them.
"""

import re
import shlex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def run(name: str, values: "Mapping[str, str]", options: "Sequence[str]" = ()) -> str:
    """Give the command that asks a saved question."""
    words = [name, *(f"{key}={value}" for key, value in values.items()), *options]
    return f"secgraph run {' '.join(map(quoted, words))}"


def show(name: str, options: "Sequence[str]" = ()) -> str:
    """Give the command that shows a thing."""
    return f"secgraph show {' '.join(map(quoted, (name, *options)))}"


def quoted(word: str) -> str:
    """Give a word as a shell takes it, in double quotes where it has an apostrophe."""
    if "'" in word and not re.search(r'["$`\\!\n]', word):
        return f'"{word}"'
    return shlex.quote(word)
