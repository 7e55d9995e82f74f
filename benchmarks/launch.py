"""Run one command, pass on what it prints, and write its costs to standard error as JSON.

Usage: python -I -S launch.py COMMAND [ARGUMENT...]

Linux counts the memory of the process that starts a command into the command's peak. This one is
small, so that the peak is the command's own.
"""

import json
import os
import sys
import time


def main(command: "list[str]") -> int:
    """Run the command and give its exit code."""
    reader, writer = os.pipe()
    actions = [
        (os.POSIX_SPAWN_DUP2, writer, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    os.close(writer)
    pieces, answered = [], start
    while piece := os.read(reader, 1 << 16):
        pieces.append(piece)
        answered = time.perf_counter()
    _, status, usage = os.wait4(process, 0)
    costs = {
        "answered": answered - start,
        "wall": time.perf_counter() - start,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss / 1024,
    }
    sys.stdout.buffer.write(b"".join(pieces))
    sys.stderr.write(json.dumps(costs))
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
