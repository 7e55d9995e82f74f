"""Load graphs into a store, each whole or not at all, and remove them again.

Stage, count, swap: statements are uploaded to a staging graph and counted there; then one request
puts them in the place of the old ones. Where a PUT is atomic, one PUT does all of it. After a
failure the message says what the store holds; nothing else is written.
"""

import functools
import secrets
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from secgraph.errors import EngineError, LostAnswer, QueryTimeout, UsageError
from secgraph.stores.loading import compare, parallel
from secgraph.stores.loading.base import STAGING, Request, Store
from secgraph.stores.loading.graphs import Part
from secgraph.stores.loading.loader import TRIES, Loader, counting

_BLOCK = 1 << 16
_CLEAN = "; nothing is left to clean"
_PENDING = (
    "; the server may still carry out what was sent: 'secgraph describe' says later what it holds"
)
_LATE = (
    "; the staging graph {} was removed, and comes back if the server still finishes what it got: "
    "secgraph unload --staging removes it then"
)
_ERASED = 64 << 10
"""Bytes of statements that one request removes; some servers take no larger form or update."""


def requests(
    store: Store, parts: Sequence[Part], staging: str = STAGING + "…"
) -> Iterator[Request]:
    """Give the requests of a load in which nothing fails, in their order; sends none.

    Requests that count the old content are left out.
    """
    staged = [part for part in parts if not _at_once(store, part)]
    for part in staged:
        yield from _stage(store, part, staging)
    yield from counting(store, "count what is staged", [staging] * len(staged))
    for part in parts:
        yield store.swap(staging, part.graph) if part in staged else _put(store, part)
    yield from counting(
        store,
        f"count what the graph{'s hold' if len(parts) > 1 else ' holds'}",
        [part.graph for part in parts],
    )


def _at_once(store: Store, part: Part) -> bool:
    return store.atomic and part.size <= store.largest


def _put(store: Store, part: Part) -> Request:
    return store.upload(
        f"put {len(part):,} statements in the place of the graph",
        "PUT",
        part.graph,
        functools.partial(_blocks, part.lines),
        part.size,
    )


def _stage(store: Store, part: Part, staging: str) -> Iterator[Request]:
    for run in part.chunks(store.largest):
        yield store.upload(
            f"add {len(run):,} statements to a staging graph",
            "POST",
            staging,
            functools.partial(_blocks, run),
            sum(map(len, run)),
        )


def _blocks(lines: Sequence[bytes]) -> Iterator[bytes]:
    block: list[bytes] = []
    size = 0
    for line in lines:
        block.append(line)
        size += len(line)
        if size >= _BLOCK:
            yield b"".join(block)
            block, size = [], 0
    if block:
        yield b"".join(block)


def load(loader: Loader, part: Part, *, replace: bool = False) -> int:
    """Load one graph, and give how many statements it held before; see :func:`load_together`."""
    return load_together(loader, [part], replace=replace)[0]


def load_together(loader: Loader, parts: Sequence[Part], *, replace: bool = False) -> list[int]:
    """Load several graphs, counted together; each holds its old content or the whole new one.

    Args:
        loader: The store.
        parts: What is loaded, and where; each graph once.
        replace: Whether a graph may be replaced that holds data of others.

    Returns:
        How many statements each graph held before.

    Raises:
        UsageError: A graph holds data of others, or a statement needs what the store does not know;
            nothing was changed.
        EngineError: The load failed; the message says what the graph in question holds now, and
            what is left to clean.
    """
    verify(loader, parts)
    before = loader.counts([part.graph for part in parts])
    for part, count in zip(parts, before, strict=True):
        if count and not replace and not _is_ours(loader, part, count):
            raise UsageError(
                f"{_name(part)} holds {count:,} statements, none of them of this project; name "
                "another with --graph, or say --replace"
            )
    after = _place(loader, parts, before)
    for part, count, now in zip(parts, before, after, strict=True):
        _hold(loader, part, count, now)
    return before


def verify(loader: Loader, parts: Sequence[Part]) -> None:
    """Refuse statements of RDF 1.2 that the store does not know; sends questions only.

    Raises:
        UsageError: There is one.
        EngineError: The store gives no answer.
    """
    for part in parts:
        for feature, line in part.samples().items():
            if not loader.knows(feature):
                raise UsageError(
                    f"{loader.store.title} at {loader.store.transport.place} knows no {feature} "
                    f"(RDF 1.2); {_name(part)} was not sent; leave out {line.decode().strip()}"
                )


def _is_ours(loader: Loader, part: Part, count: int) -> bool:
    """Whether a graph holds something of this project, or nothing but what is to be loaded."""
    if loader.holds_ours(part.graph):
        return True
    return count <= len(part) and compare.differences(loader.endpoint, part)[1] == 0


def _name(part: Part) -> str:
    return "the default graph" if part.graph is None else f"the graph {part.graph}"


def _hold(loader: Loader, part: Part, before: int, now: int) -> None:
    """Load a graph again where another load has written into it at the same time.

    Raises:
        EngineError: The count is still another one.
    """
    for attempt in range(TRIES):
        if now <= len(part):
            break
        # Two loads at once: some stores let both clear the old content and then keep the new
        # content of both. The later load sees a count above its own here, and loads again.
        loader.pause((1 + secrets.randbelow(1000) / 1000) * 2**attempt / 4)
        now = _place(loader, [part], [before])[0]
    if now != len(part):
        raise EngineError(
            f"{_name(part)} holds {now:,} statements where {len(part):,} were sent; is something "
            "else loading into it? load again"
        )


def _place(loader: Loader, parts: Sequence[Part], before: Sequence[int]) -> list[int]:
    """Put the new contents in the place of the old ones, and count what the graphs then hold.

    Raises:
        EngineError: It failed; the message says what the graph in question holds now, and what is
            left to clean.
    """
    staged = {
        number: STAGING + secrets.token_hex(8)
        for number, part in enumerate(parts)
        if not _at_once(loader.store, part)
    }
    leftovers: list[str] = []
    number, swapping = 0, False
    unfinished: list[int] = []
    try:
        if fault := _fill(loader, parts, staged, leftovers):
            number, error, unfinished = fault
            raise error
        for number, arrived in zip(staged, loader.counts([*staged.values()]), strict=True):
            if arrived != len(parts[number]) or not arrived:
                raise EngineError(
                    f"{arrived:,} of {len(parts[number]):,} statements arrived in the staging "
                    "graph, so nothing was swapped"
                )
        for number, part in enumerate(parts):
            loader.progress("loading", 0, part.size)
            if number in staged:
                swapping = True
                loader.once(loader.store.swap(staged[number], part.graph))
                swapping = False
                leftovers.remove(staged[number])
            else:
                loader.again(_put(loader.store, part))
            loader.progress("loading", part.size, part.size)
        return loader.counts([part.graph for part in parts])
    except (EngineError, KeyboardInterrupt) as error:
        unsure = swapping and isinstance(error, LostAnswer | QueryTimeout | KeyboardInterrupt)
        filling = {staged[item] for item in unfinished}
        own = staged.get(number)
        if own in filling or own not in leftovers:
            own = None
        message = _failure(loader, parts[number], before[number], own, error, unsure=unsure)
        others = _clean_up(loader, [name for name in leftovers if name != own], filling)
        # "Nothing is left" holds only if the other parts left nothing either.
        raise EngineError(message.removesuffix(_CLEAN) + others if others else message) from error


def _fill(
    loader: Loader, parts: Sequence[Part], staged: Mapping[int, str], leftovers: list[str]
) -> tuple[int, BaseException, list[int]] | None:
    """Fill the staging graphs; begin none once one has failed, and add those begun to *leftovers*.

    Returns what :func:`parallel.run` does.
    """

    def fill(number: int, stopped: Callable[[], bool]) -> None:
        leftovers.append(staged[number])
        done = 0
        for request in _stage(loader.store, parts[number], staged[number]):
            if stopped():
                return
            loader.progress("loading", done, parts[number].size)
            loader.again(request, stopped)
            done += request.size

    # The first upload runs alone: its reply says which password scheme the store wants.
    alone = [] if loader.accepted else [*staged][:1]
    rest = [number for number in staged if number not in alone]
    fault = parallel.run(fill, alone, 1, leave=loader.leave) or parallel.run(
        fill, rest, loader.store.abreast, leave=loader.leave
    )
    loader.accepted = loader.accepted or not fault
    return fault


def _clean_up(loader: Loader, others: Iterable[str], filling: Container[str]) -> str:
    """Remove staging graphs that are not being filled; describe those that remain."""
    remaining = []
    answers = True
    for name in others:
        if name in filling or not answers:
            remaining.append(name)
            continue
        try:
            loader.again(loader.store.drop(name))
        except EngineError:
            answers = False
            remaining.append(name)
    return (
        f"; {len(remaining)} staging graph{' is' if len(remaining) == 1 else 's are'} left to "
        "clean (secgraph unload --staging)"
        if remaining
        else ""
    )


def _failure(
    loader: Loader,
    part: Part,
    before: int,
    staging: str | None,
    error: BaseException,
    *,
    unsure: bool,
) -> str:
    """Say what failed, what the graph holds now, and what is left to clean.

    Args:
        loader: The store.
        part: What was to be loaded.
        before: How many statements the graph held.
        staging: The staging graph, where there was one.
        error: What failed.
        unsure: Whether the swap was sent and its answer did not come.
    """
    name = _name(part)
    reason = "interrupted" if isinstance(error, KeyboardInterrupt) else str(error).rstrip(".")
    clean = f"; the staging graph {staging} is left to clean (secgraph unload --staging)"
    try:
        now, remaining = _settled(loader, part, staging if unsure else None)
    except EngineError:
        return (
            f"{reason}; what {name} holds now cannot be asked: the old content, or the whole "
            "new one" + (clean if staging else "")
        )
    if now == len(part) != before:
        state = f"{name} holds the whole new content ({now:,} statements)"
    elif now == before:
        state = (
            f"{name} holds the old content still ({now:,} statements)"
            if before
            else f"{name} is empty, as before"
        )
    else:
        state = (
            f"{name} holds {now:,} statements, neither the {before:,} of before nor the "
            f"{len(part):,} sent; load again"
        )
    # What was sent is still with a server whose answer nobody waited for.
    pending = isinstance(error, LostAnswer | QueryTimeout | KeyboardInterrupt)
    if not staging and pending and now != len(part):
        return f"{reason}; {state}{_PENDING}"
    if not staging or remaining == 0:
        return f"{reason}; {state}"
    if unsure:
        # The store may still carry out the swap, which would empty the graph if the staging graph
        # were removed.
        return f"{reason}; {state}{clean}"
    try:
        loader.again(loader.store.drop(staging))
    except EngineError:
        return f"{reason}; {state}{clean}"
    if pending:
        return f"{reason}; {state}{_LATE.format(staging)}"
    return f"{reason}; {state}{_CLEAN}"


def _settled(loader: Loader, part: Part, staging: str | None) -> tuple[int, int | None]:
    """Count the graph; after a lost answer the staging graph too, until the store has swapped."""
    now = loader.count(part.graph)
    if staging is None:
        return now, None
    remaining = loader.count(staging)
    for attempt in range(TRIES):
        if remaining == 0 and now == len(part):
            break
        loader.pause(0.5 * 2**attempt)
        now, remaining = loader.count(part.graph), loader.count(staging)
    return now, remaining


def unload(loader: Loader, part: Part, *, whole: bool = False) -> tuple[int, int]:
    """Remove exactly these statements from a graph.

    Args:
        loader: The store.
        part: What was loaded, and where.
        whole: Whether the whole graph is removed, with statements of others.

    Returns:
        How many statements the graph held before, and how many are left.

    Raises:
        EngineError: The store failed; what was removed until then stays removed, and the same
            command goes on from there.
    """
    before = loader.count(part.graph)
    if whole:
        loader.again(loader.store.drop(part.graph))
    elif before:
        done = 0
        for run in part.chunks(_ERASED):
            loader.progress("removing", done, part.size)
            loader.again(
                loader.store.erase([line.decode().rstrip("\n") for line in run], part.graph)
            )
            done += sum(map(len, run))
        loader.progress("removing", part.size, part.size)
    return before, loader.count(part.graph)
