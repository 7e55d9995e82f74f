"""Processes of the system, as it lists them."""

from pathlib import Path


def children(process: int) -> list[int]:
    """The numbers of the processes that one has started."""
    text = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(word) for word in text.split()]


def is_there(process: int) -> bool:
    """Whether a process is there, and is no mere entry that nobody has asked for."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
