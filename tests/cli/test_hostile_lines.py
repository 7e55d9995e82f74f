"""Command lines that were made to do harm: each ends in an answer or one message, and never in a
trace."""

import dataclasses
import http.server
import json
import os
import pickle
import secrets
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import settings

from secgraph.query import catalog
from support import hostile
from support.paths import ROOT

WHOLE = 10_000
"""Lines of `make fuzz`, drawn anew each time; any other run has a twentieth, always the same."""

BATCH = 50
"""Lines that one process runs."""

PATIENCE = 300
"""Seconds of processor time after which a line counts as one that has no end.

One that only waits is given six times as many seconds by the clock, since others may keep the
machine busy.
"""

CODES = {"ask": {0, 1, 2, 3, 4, 5, 6}}
"""The exit codes of a verb, where they are others than these."""

USUAL = {0, 1, 2, 3}

COSTLY = {"build": 150, "reason": 100, "check": 2500}
"""Verbs that take seconds, each with so many lines of all for one of its own."""


class Replies(http.server.BaseHTTPRequestHandler):
    """Gives the reply whose number the path begins with."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        number = int("".join(filter(str.isdigit, self.path.split("/")[1])) or 0)
        code, kind, content = list(hostile.REPLIES.values())[number % len(hostile.REPLIES)]
        self.send_response(code)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content))}.items():
            if value:
                self.send_header(name, value)
        if code == 302:
            self.send_header("Location", "http://127.0.0.2:1/")
        self.end_headers()
        self.wfile.write(content)

    def do_POST(self) -> None:
        self.do_GET()

    def do_PUT(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Replies) as server:
        server.daemon_threads, server.block_on_close = True, False
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def run(lines: Sequence[hostile.Line], folder: Path, into: Path) -> int:
    """Run lines in a process of its own, and give how it ended.

    The outcomes are written one by one, so that the line is known that ends the process. It is a
    new process, and no fork of this one, which has threads.
    """
    into.unlink(missing_ok=True)
    task = into.with_suffix(".lines")
    task.write_bytes(pickle.dumps(list(lines)))
    command = [sys.executable, "-m", "support.hostile_run", str(task), str(into), str(PATIENCE)]
    env = os.environ | {"PYTHONPATH": str(ROOT / "tests")}
    done = subprocess.run(
        command, cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return done.returncode


def fault(line: hostile.Line, code: int, message: str) -> str:
    """Say what is wrong with how a line ended; empty if nothing."""
    if "Traceback" in message and "--debug" not in line.words:
        return "a trace"
    if code not in CODES.get(line.words[0], USUAL):
        return f"exit code {code}"
    if code >= 2 and not message and line.words[0] != "ask":
        return "no message"
    own = [text for text in message.splitlines() if text.startswith("secgraph: ")]
    if code in (2, 3) and len(own) > 3:
        return "more than a line"
    return ""


@pytest.mark.fuzz
@pytest.mark.long
@pytest.mark.sampled
def test_no_line_ends_in_a_trace(server, tmp_path, capsys):
    """Every verb, every option, and every kind of value and file is among the lines."""
    anew = settings.get_current_profile_name() == "fuzz"
    seed = secrets.randbelow(1 << 32) if anew else 7
    number = WHOLE if anew else WHOLE // 20
    folder = tmp_path / "a" / "b" / "c" / "d"
    folder.mkdir(parents=True)
    hostile.write(folder)
    maker = hostile.Lines(seed, server, catalog.packaged().names()[:12])
    port = server.rpartition(":")[2]
    lines = _affordable(list(islice(maker, number + number // 5)), port)[:number]
    faults, kinds, codes = [], Counter(), Counter()
    results = tmp_path / "results"
    for start in range(0, number, BATCH):
        batch = lines[start : start + BATCH]
        ended = run(batch, folder, results)
        outcomes = [json.loads(text) for text in results.read_text(encoding="utf-8").splitlines()]
        for line, (code, message) in zip(batch, outcomes, strict=False):
            codes[code] += 1
            if reason := fault(line, code, message):
                faults.append((reason, shown(line), message[-600:]))
        if ended != 0:
            faults.append((f"process ended by {ended}", shown(batch[len(outcomes) % BATCH]), ""))
        for line in batch:
            kinds.update(line.kinds)
    missing = maker.kinds() - set(kinds) - {("option", "check --watch")}
    with capsys.disabled():
        print(
            f"\nhostile lines: {number:,} of seed {seed}; {len(kinds):,} of "
            f"{len(maker.kinds()):,} verbs, options and kinds of values; exit codes {dict(codes)}"
        )
    assert not faults, (seed, len(faults), faults[:5])
    if anew:  # fewer lines cannot hold everything
        assert not missing


def _affordable(lines: Sequence[hostile.Line], port: str) -> list[hostile.Line]:
    """Leave out lines that read the whole graph for seconds, but for one in so many.

    And those that watch a file, which have no end of their own; see tests/cli/test_check.py. What
    would serve is given a port that is taken, and what would write a site a file of somebody
    else's: see tests/web.
    """
    ends = {"serve": ("--port", port), "site": ("-o", __file__)}
    kept: list[hostile.Line] = []
    costly: Counter[str] = Counter()
    for line in lines:
        verb = line.words[0]
        if "--watch" in line.words:
            continue
        if verb in COSTLY and not (verb == "check" and set(line.words) & hostile.REFUSED):
            costly[verb] += 1
            if costly[verb] > len(lines) // COSTLY[verb]:
                continue
        kept.append(dataclasses.replace(line, words=line.words + ends.get(verb, ())))
    return kept


def shown(line: hostile.Line) -> list[str]:
    return [word if len(word) < 100 else f"{word[:40]}… ({len(word)})" for word in line.words]
