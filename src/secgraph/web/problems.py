"""Say what is wrong with a request, in JSON as problem details (RFC 9457).

Finds no fault itself; :mod:`secgraph.web.replies` says it as a page. The
member ``reason`` is a short word for programs, ``detail`` is for people.
"""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from starlette.responses import Response

from secgraph.errors import (
    BadQuery,
    BadValue,
    MissingExtra,
    QueryTimeout,
    SecgraphError,
    ServiceRefused,
    UnknownParameter,
    UnknownQuery,
    UnknownValue,
    Unreachable,
    UsageError,
)
from secgraph.query.inputs import Malformed

MEDIA = "application/problem+json"

_STATUS: tuple[tuple[type[SecgraphError], int, str], ...] = (
    (Malformed, 400, "malformed"),
    (UnknownQuery, 404, "unknown question"),
    (UnknownParameter, 400, "unknown parameter"),
    (UnknownValue, 422, "unknown value"),
    (BadValue, 422, "bad value"),
    (BadQuery, 400, "malformed"),
    (ServiceRefused, 403, "service"),
    (MissingExtra, 501, "not installed"),
    (UsageError, 422, "refused"),
    (QueryTimeout, 504, "time"),
    (Unreachable, 502, "unreachable"),
    (SecgraphError, 500, "failed"),
)
"""The first that an error is an instance of says its status and reason."""


class Problem(Exception):
    """A request that is not answered.

    Attributes:
        status: Of HTTP, from 400 on.
        reason: A short word for programs.
        detail: What is wrong and what to do, in words.
        headers: Further headers of the response.
        members: Further members of the problem.
        near: What may have been meant: words and link of each.
    """

    def __init__(
        self,
        status: int,
        reason: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, object] | None = None,
        near: Sequence[tuple[str, str]] = (),
    ) -> None:
        self.status, self.reason, self.detail = status, reason, detail
        self.headers, self.members = dict(headers or {}), dict(members or {})
        self.near = list(near)
        super().__init__(detail)

    @property
    def response(self) -> Response:
        """The response that says it."""
        content: dict[str, object] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "reason": self.reason,
            **self.members,
        }
        if self.near:
            content["near"] = [{"label": words, "href": href} for words, href in self.near]
        # Halves of characters, which no UTF-8 has, are written as escapes.
        body = json.dumps(content, indent=1) + "\n"
        return Response(body, self.status, self.headers, MEDIA)


def of(error: SecgraphError) -> Problem:
    """Give the problem that an error of this package is, with the names that are near."""
    status, reason = next((code, word) for kind, code, word in _STATUS if isinstance(error, kind))
    members: dict[str, object] = {}
    if isinstance(error, UnknownQuery | UnknownValue):
        members["nearest"] = list(error.nearest)
    if isinstance(error, UnknownParameter):
        members["known"] = list(error.known)
    return Problem(status, reason, str(error), members=members)
