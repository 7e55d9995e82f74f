"""Read user, password or token for a server from the environment or a netrc file.

They stand in no argument, which other users of the machine could read.
"""

import netrc
import os
import urllib.parse

from secgraph.errors import BadFile


def of(url: str) -> "tuple[str, str] | str | None":
    """Give the credentials for the host of a URL; None where there are none.

    Raises:
        BadFile: The netrc file cannot be read.
    """
    token, user = os.environ.get("SECGRAPH_TOKEN"), os.environ.get("SECGRAPH_USER")
    if token:
        return token
    if user:
        return user, os.environ.get("SECGRAPH_PASSWORD", "")
    path = os.environ.get("NETRC") or os.path.expanduser("~/.netrc")
    if not os.path.isfile(path):
        return None
    try:
        entry = netrc.netrc(path).authenticators(urllib.parse.urlsplit(url).hostname or "")
    except netrc.NetrcParseError as error:
        raise BadFile(path, f"is no netrc file: {error.msg}", error.lineno) from error
    except (OSError, ValueError) as error:
        raise BadFile(path, "cannot be read") from error
    return (entry[0], entry[2] or "") if entry else None
