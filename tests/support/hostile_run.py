"""Run command lines one after another in this process, and write how each ended.

Usage: python -m support.hostile_run LINES OUTCOMES SECONDS, of which LINES is a pickled list.
"""

import io
import json
import pickle
import signal
import sys
import time
import traceback
from pathlib import Path

from secgraph.cli import main
from support import hostile


def outcome(line: hostile.Line) -> tuple[int, str]:
    """Run a line, and give its exit code and what it says on standard error."""
    sys.stdin = io.TextIOWrapper(io.BytesIO(line.stdin), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    errors = io.BytesIO()
    sys.stderr = io.TextIOWrapper(errors, encoding="utf-8", errors="backslashreplace")
    try:
        code = main(list(line.words))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else -1
    except BaseException:
        traceback.print_exc()
        code = -1
    sys.stderr.flush()
    return code, errors.getvalue().decode()


def run(lines: list[hostile.Line], into: Path, seconds: int) -> None:
    """Run lines, each with so many seconds of processor time, and six times as many by the clock.

    What takes longer is ended by a signal, and the process with it.
    """
    time.sleep = lambda seconds: None  # waits of a loader for a store that is busy
    with into.open("w", encoding="utf-8") as file:
        for line in lines:
            signal.setitimer(signal.ITIMER_PROF, seconds)
            signal.alarm(6 * seconds)
            file.write(json.dumps(outcome(line)) + "\n")
            file.flush()


if __name__ == "__main__":
    task, outcomes, patience = sys.argv[1:]
    run(pickle.loads(Path(task).read_bytes()), Path(outcomes), int(patience))
