"""The attack of `make attack` sees what it looks for, and a few of its requests in each run."""

import itertools
import json

import pytest

from web.attack import NOISE, RIGHT, WRONG, Attacks, Attempt, exchanged, fault

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"
BAD = b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\n\r\n"


@pytest.mark.parametrize(
    ("kind", "reply"),
    [
        (WRONG, OK + b"{}"),
        (RIGHT, BAD + b'{"status": 400}'),
        (NOISE, OK + b'{"head": {'),
        (NOISE, OK.replace(b"json", b"xml") + b"<a>"),
        (WRONG, BAD + b'{"status": 200}'),
        (WRONG, b"HTTP/1.1 500 E\r\nContent-Type: text/plain\r\n\r\nInternal Server Error"),
        (RIGHT, b""),
    ],
)
def test_a_fault_of_a_reply_is_seen(kind, reply):
    assert fault(Attempt(kind, "one", b""), reply)


def test_a_right_reply_has_no_fault():
    assert not fault(Attempt(RIGHT, "one", b""), OK + json.dumps({}).encode())
    assert not fault(Attempt(WRONG, "one", b""), BAD + b'{"status": 400}')


def test_the_same_seed_gives_the_same_requests():
    def first(seed: str) -> list[bytes]:
        return [one.data for one in itertools.islice(Attacks(seed), 200)]

    assert first("a") == first("a") != first("b")


def test_a_few_requests_of_each_kind_are_refused_or_answered(server):
    attempts = list(itertools.islice(Attacks("few"), 40))
    assert len({one.name for one in attempts}) > 15
    for one in attempts:
        assert not fault(one, exchanged(("127.0.0.1", server.port), one)), one
