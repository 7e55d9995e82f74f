"""Seeded faults in the tables of links and in the adapters: rows and keys typed wrongly."""

import copy
import dataclasses
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from secgraph.errors import BadFile
from secgraph.imports import adapter as adapters
from secgraph.imports import adapter_form, crosswalks
from secgraph.linking import schemes, sssom, validate
from secgraph.namespaces import PREFIXES

NOTES = ("fetch", "asks", "summary")
"""Keys of an adapter that are free text, or may be left out."""


@dataclass(frozen=True)
class TableFault:
    """One thing that goes wrong in a table.

    Attributes:
        classes: The kind of table.
        property: The file.
        operation: What is done.
        rules: Gives the rules that see the fault; only the one that is named is asked.
    """

    classes: tuple[str, ...]
    property: str
    operation: str
    rules: Callable[[str], bool]

    @property
    def name(self) -> str:
        """Kind, file and operation."""
        return f"{self.classes[0]} {self.property} {self.operation}"


# ---- tables of links ----


def of_links(seed: str) -> Iterator[TableFault]:
    """Give one fault for each table of links and each operation."""
    links, knowledge = sssom.packaged(), validate.Knowledge()
    by_scheme: dict[str, list[int]] = {}
    for number, link in enumerate(links):
        if link.found and link.scheme is not None:
            by_scheme.setdefault(link.scheme.target, []).append(number)
    for target, rows in sorted(by_scheme.items()):
        draw = random.Random(f"{seed} {target}")
        for operation in LINK_OPERATIONS:
            for number in draw.sample(rows, len(rows)):
                changed = operation(links, number, draw)
                if changed:
                    name = operation.__name__.replace("_", "-")
                    yield TableFault(_kinds(target), target, name, _asked(changed, knowledge))
                    break


def _kinds(target: str) -> tuple[str, ...]:
    has_form = schemes.schemes()[target].pattern is not None
    return ("link row of a form", "link row") if has_form else ("link row",)


def _asked(changed: list[sssom.Link], knowledge: validate.Knowledge) -> Callable[[str], bool]:
    return lambda rule: any(True for _ in validate.RULES[rule](changed, knowledge))


def _with(links: list[sssom.Link], number: int, **values: object) -> list[sssom.Link]:
    changed = dataclasses.replace(links[number], **values)
    return [*links[:number], changed, *links[number + 1 :]]


def swap_labels(links: list[sssom.Link], number: int, draw: random.Random) -> list[sssom.Link]:
    """Exchange the labels of two rows of one table."""
    link = links[number]
    others = [
        place
        for place, each in enumerate(links)
        if each.file == link.file and each.subject != link.subject and each.found
    ]
    if not others or not link.label:
        return []
    other = draw.choice(others)
    return _with(_with(links, number, label=links[other].label), other, label=link.label)


def repeat(links: list[sssom.Link], number: int, draw: random.Random) -> list[sssom.Link]:
    """Say a row twice."""
    return [*links, dataclasses.replace(links[number])]


def dangle(links: list[sssom.Link], number: int, draw: random.Random) -> list[sssom.Link]:
    """Name a thing that is not there."""
    return _with(links, number, subject=links[number].subject + "-lost")


def mislink(links: list[sssom.Link], number: int, draw: random.Random) -> list[sssom.Link]:
    """Give the identifier of one thing to another too."""
    link = links[number]
    exact = (PREFIXES["skos"] + "exactMatch", sssom.NOTATION)
    if link.rejected or link.predicate not in exact:
        return []
    others = sorted({each.subject for each in links if each.found} - {link.subject})
    return [*links, dataclasses.replace(link, subject=draw.choice(others), label="")]


def same_as(links: list[sssom.Link], number: int, draw: random.Random) -> list[sssom.Link]:
    """Say that two things are one."""
    if links[number].rejected or not links[number].object:
        return []
    return _with(links, number, predicate=PREFIXES["owl"] + "sameAs")


def accept(links: list[sssom.Link], number: int, draw: random.Random) -> list[sssom.Link]:
    """Say what is known to be wrong."""
    if not links[number].rejected:
        return []
    return [*links, dataclasses.replace(links[number], rejected=False)]


def misspell(links: list[sssom.Link], number: int, draw: random.Random) -> list[sssom.Link]:
    """Type a sign that no identifier has."""
    return _identified(links, number, links[number].identifier + "!")


def misfigure(links: list[sssom.Link], number: int, draw: random.Random) -> list[sssom.Link]:
    """Type another figure, where the identifier has a check digit."""
    link = links[number]
    if link.scheme is None or not link.scheme.digit:
        return []
    places = [place for place, sign in enumerate(link.identifier) if sign.isdecimal()]
    place = draw.choice(places)
    other = (int(link.identifier[place]) + draw.randrange(1, 10)) % 10
    text = f"{link.identifier[:place]}{other}{link.identifier[place + 1 :]}"
    return _identified(links, number, text)


def _identified(links: list[sssom.Link], number: int, identifier: str) -> list[sssom.Link]:
    link = links[number]
    target = link.object.replace(link.identifier, identifier) if link.object else ""
    return _with(links, number, identifier=identifier, object=target)


LINK_OPERATIONS = (swap_labels, repeat, dangle, mislink, same_as, accept, misspell, misfigure)


# ---- adapters, and the tables of codes beside them ----


def of_adapters(seed: str) -> Iterator[TableFault]:
    """Give one fault for each adapter and each operation on its keys."""
    for adapter in adapters.adapters():
        draw = random.Random(f"{seed} {adapter.name}")
        for operation in (drop_key, misspell_key, retype_key):
            config = operation(copy.deepcopy(adapter.config), draw)
            name = operation.__name__.replace("_", "-")
            yield TableFault(
                ("adapter",), adapter.name, name, lambda _, config=config: _is_refused(config)
            )


def _is_refused(config: dict[str, object]) -> bool:
    return bool(adapter_form.faults(config) or list(adapter_form.template_faults(config)))


def drop_key(config: dict[str, object], draw: random.Random) -> dict[str, object]:
    """Lose a key that each adapter has."""
    del config[draw.choice(["name", "source", "summary"])]
    return config


def misspell_key(config: dict[str, object], draw: random.Random) -> dict[str, object]:
    """Lose the last letter of a key."""
    key = draw.choice(sorted(config))
    config[key[:-1]] = config.pop(key)
    return config


def retype_key(config: dict[str, object], draw: random.Random) -> dict[str, object]:
    """Give a number where something else belongs."""
    config[draw.choice(sorted(config))] = 7
    return config


def of_codes(seed: str, folder: str) -> Iterator[TableFault]:
    """Give faults of the table of states, each written to a file of its own.

    Args:
        seed: What is hit.
        folder: Where the files are written.
    """
    with open(adapters_table(), encoding="utf-8") as file:
        lines = file.read().splitlines()
    header = lines[0].split("\t")
    draw = random.Random(f"{seed} states.tsv")
    number = draw.randrange(1, len(lines))
    cells = lines[number].split("\t")
    files = {
        "drop-cell": [*lines[:number], "\t".join(cells[1:]), *lines[number + 1 :]],
        "repeat": [*lines, lines[number]],
        "misspell-thing": [
            *lines[:number],
            "\t".join(["sgx:x", *cells[1:]]),
            *lines[number + 1 :],
        ],
        "drop-column": ["\t".join(line.split("\t")[1:]) for line in lines],
    }
    for operation, content in files.items():
        path = f"{folder}/{operation}.tsv"
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(content) + "\n")
        code = next(name for name in ("alpha3", "cow", "fips") if cells[header.index(name)])
        yield TableFault(
            ("codes",),
            "states.tsv",
            operation,
            lambda _, path=path, code=code: _is_unusable(path, code),
        )


def adapters_table() -> str:
    """Give the path of the table of states."""
    return f"{crosswalks.folder()}/states.tsv"


def _is_unusable(path: str, code: str) -> bool:
    try:
        crosswalks.index(path, code)
        crosswalks.check(path, "thing")
    except BadFile:
        return True
    return False
