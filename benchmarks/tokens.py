"""Count the tokens of the package, those of a former build beside it, function by function.

Usage: tokens.py [REVISION]

Comments, docstrings, line ends and indentation are not counted. A function of today follows one of
the former build where at least 35 % of its runs of three tokens stand in it, whatever file it is
in; all others are new, or written anew for what was there.
"""

import ast
import io
import statistics
import sys
import tempfile
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import builds

PACKAGE = "src/secgraph"
FORMER = "6e5a967"
SHARE = 0.35
LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
Functions = dict[str, list[str]]
"""The tokens of each function, by file and name; those outside functions by file alone."""


def functions(folder: Path) -> Functions:
    found: Functions = {}
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        owners = dict(_owners(tree, str(path.relative_to(folder))))
        docstrings = set(_docstrings(tree))
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            line = token.start[0]
            if token.type in LAYOUT or (token.type == tokenize.STRING and line in docstrings):
                continue
            name = owners.get(line, str(path.relative_to(folder)))
            found.setdefault(name, []).append(token.string)
    return found


def _owners(node: ast.AST, above: str) -> Iterator[tuple[int, str]]:
    """Give the function or class of each line; the innermost comes last."""
    for child in ast.iter_child_nodes(node):
        name = above
        if isinstance(child, ast.FunctionDef | ast.ClassDef):
            name = f"{above}.{child.name}"
            first = min([child.lineno, *(each.lineno for each in child.decorator_list)])
            yield from ((line, name) for line in range(first, (child.end_lineno or first) + 1))
        yield from _owners(child, name)


def _docstrings(tree: ast.AST) -> Iterator[int]:
    """Give the lines on which a text stands alone, be it of a function or of a name above it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.lineno


def runs(tokens: list[str]) -> Counter[tuple[str, ...]]:
    return Counter(zip(tokens, tokens[1:], tokens[2:], strict=False)) or Counter([tuple(tokens)])


def followed(today: Functions, former: Functions) -> dict[str, str]:
    """Give for each function of today the one of the former build that it follows."""
    before = {name: runs(tokens) for name, tokens in former.items()}
    pairs = {}
    for name, tokens in today.items():
        own = runs(tokens)

        def common(other: str, own: Counter[tuple[str, ...]] = own) -> float:
            shared = (own & before[other]).total()
            return shared / (own.total() + before[other].total() - shared)

        best = max(before, key=common)
        if (own & before[best]).total() >= SHARE * own.total():
            pairs[name] = best
    return pairs


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        builds.take_out(sys.argv[1] if len(sys.argv) > 1 else FORMER, folder, "src")
        former = functions(Path(folder, PACKAGE))
    today = functions(Path(builds.ROOT, PACKAGE))
    pairs = followed(today, former)
    for title, build, kept in (("then", former, set(pairs.values())), ("now", today, set(pairs))):
        sizes = [len(tokens) for name, tokens in build.items() if not name.endswith(".py")]
        common = sum(len(build[name]) for name in kept)
        print(
            f"{title:5} all {sum(map(len, build.values())):7,}   in both {common:7,}   "
            f"a function: median {statistics.median(sizes):.0f}, "
            f"95 % below {statistics.quantiles(sizes, n=20)[-1]:.0f}, most {max(sizes)}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
