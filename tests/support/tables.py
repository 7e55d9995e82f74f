"""Tables of a page in Markdown."""


def rows_under(page: str, head: str) -> list[list[str]]:
    """The cells of the table of a page under a head."""
    lines = page.split(f"\n{head}\n", 1)[1].splitlines()[1:]
    rows = lines[: next((i for i, line in enumerate(lines) if not line), len(lines))]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
