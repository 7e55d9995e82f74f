"""Keep the content of a version what it was: compare files with those that bear its name already.

Writes nothing.
"""

import hashlib
import os
import re
from collections.abc import Mapping, Sequence

from secgraph.errors import BadFile, UsageError
from secgraph.publish.void import File
from secgraph.syntax import textfile

SUMS = "SHA256SUMS"

_LINE = re.compile(r"([0-9a-f]{64}) [ *](\S.*)")


class ChangedContent(UsageError):
    """A version has other content than files that bear its name; ``names`` has these."""

    def __init__(self, version: str, place: str, names: Sequence[str]) -> None:
        self.names = list(names)
        shown = ", ".join(self.names[:3]) + (", …" if len(self.names) > 3 else "")
        super().__init__(
            f"{place}: has version {version} with other content ({shown}), and nothing was "
            "written; give the changed content a new version, or say --replace where nobody has "
            "the former files"
        )


def refuse_changed(files: Sequence[File], version: str, places: Sequence[str]) -> None:
    """Refuse files whose version is known with other content.

    Args:
        files: What is to be written.
        version: Stands in the names of the files that hold the data.
        places: Folders with files of releases, and lists of their digests; a folder need not be
            there.

    Raises:
        ChangedContent: A file of the same version differs.
        BadFile: A list of digests cannot be read.
    """
    named = [file for file in files if f"-{version}." in file.name]
    for place in places:
        digests = _digests(place, files)
        if not any(file.name in digests for file in named):
            continue
        changed = [
            file.name
            for file in files
            if file.name != SUMS and digests.get(file.name, file.sha256) != file.sha256
        ]
        if changed:
            raise ChangedContent(version, place, changed)


def _digests(place: str, files: Sequence[File]) -> Mapping[str, str]:
    """Give the digests of the files of a folder, or those that a list has."""
    if not os.path.isdir(place):
        return _listed(place) if os.path.lexists(place) else {}
    digests = {}
    for file in files:
        path = os.path.join(place, file.name)
        if os.path.isfile(path):
            with open(path, "rb") as content:
                digests[file.name] = hashlib.file_digest(content, "sha256").hexdigest()
    return digests


def _listed(path: str) -> dict[str, str]:
    lines = textfile.read(path).splitlines()
    matches = [_LINE.fullmatch(line) for line in lines if line.strip()]
    if not matches or not all(matches):
        raise BadFile(path, f"is no list of digests, such as the {SUMS} of a release")
    return {match[2]: match[1] for match in matches if match}
