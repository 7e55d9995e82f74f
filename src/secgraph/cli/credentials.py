"""Read user, password or token for a server from the environment or a netrc file.

They stand in no argument, which other users of the machine could read.
"""

import ipaddress
import netrc
import os
import urllib.parse

from secgraph.errors import BadFile, UsageError

PLAIN = "SECGRAPH_PLAIN_HTTP"
"""The variable by which the user lets credentials go over plain HTTP to another machine."""


def of(url: str) -> "tuple[str, str] | str | None":
    """Give the credentials for the host of a URL; None where there are none.

    Raises:
        BadFile: The netrc file cannot be read.
        UsageError: They would go to another machine over plain HTTP, where others could read them.
    """
    try:
        parts = urllib.parse.urlsplit(url.strip())
    except ValueError:
        return None  # it is no address, and whoever opens it says so
    found = _of(url)
    if found is None or parts.scheme != "http" or _is_here(parts.hostname or ""):
        return found
    if os.environ.get(PLAIN):
        return found
    raise UsageError(
        f"user, password or token would go to {parts.hostname} over plain HTTP, where others can "
        f"read them, so nothing was sent; use https, unset them, or set {PLAIN}=1"
    )


def _is_here(host: str) -> bool:
    """Whether a host is this machine, by its name or address."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _of(url: str) -> "tuple[str, str] | str | None":
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
