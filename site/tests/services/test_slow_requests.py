"""Whoever sends slowly holds up himself: nginx keeps his request until it is whole, and only for so long."""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from functools import partial

import pytest
from front import Nginx
from servers import Server
from slow import BODY, BODY_OF_A_READER, HEADERS, PATH, Dripping, begun, seconds_until_ended, told_by

pytestmark = pytest.mark.services
QUESTIONS = 200
MOST_CONNECTIONS = 200  # `limit_conn` in ebok-site.conf
MOST_RATIO = 1.5
MOST_TRIES = 3  # a neighbour on this machine may disturb one of the two measurements
NEIGHBOUR = ("127.0.0.2", 0)
"""Where the others come from: limits by address must not be what helps them, or hinders them."""
PATIENCE = 3.0
ATTACK = [BODY] * 20 + [BODY_OF_A_READER] * 130 + [HEADERS] * 250


def seconds_of_others(nginx: Nginx, *, questions: int = QUESTIONS) -> list[float]:
    """How long somebody else waits for each of his pages, on one connection, the quickest first.

    Raises:
        TimeoutError: a page does not come within `PATIENCE`.
    """
    trusting = ssl.create_default_context(cafile=str(nginx.trust))
    reader = http.client.HTTPSConnection(
        "localhost", nginx.https_port, timeout=PATIENCE, context=trusting, source_address=NEIGHBOUR
    )
    times = []
    with closing(reader):
        for _question in range(questions):
            started = time.perf_counter()
            reader.request("GET", PATH, headers={"Host": "localhost"})  # kept by no cache
            answer = reader.getresponse()
            answer.read()
            assert answer.status == 200
            times.append(time.perf_counter() - started)
    return sorted(times)


def p99(nginx: Nginx, attack: AbstractContextManager[object]) -> float:
    with attack:
        times = seconds_of_others(nginx)
    return times[len(times) * 99 // 100 - 1]


def test_others_are_answered_as_quickly_while_hundreds_send_slowly(nginx: Nginx) -> None:
    seconds_of_others(nginx, questions=50)  # what is read once
    ratios = []
    for _try in range(MOST_TRIES):
        quiet = p99(nginx, nullcontext())
        ratios.append(p99(nginx, Dripping(nginx.https_port, ATTACK)) / quiet)
        if ratios[-1] <= MOST_RATIO:
            return
    assert min(ratios) <= MOST_RATIO, ratios


def test_the_measurement_sees_slow_bodies_that_reach_the_application(
    application: Server, nginx_for: Callable[..., Nginx]
) -> None:
    nginx = nginx_for(application, lambda text: f"proxy_request_buffering off;\n{text}")
    with Dripping(nginx.https_port, [BODY] * 20), pytest.raises(TimeoutError):
        seconds_of_others(nginx)


@pytest.fixture(scope="module")
def hasty(application: Server, nginx_for: Callable[..., Nginx]) -> Nginx:
    """nginx with its own limits, only with a second in the place of fifteen."""
    nginx = nginx_for(application)
    nginx.server.stop()
    for path in (nginx.folder / "ebok.conf", nginx.folder / "included" / "ebok-site.conf"):
        text = path.read_text()
        assert "_timeout 15s;" in text
        path.write_text(text.replace("_timeout 15s;", "_timeout 1s;"))
    nginx.server.start()
    return nginx


def test_who_stops_in_the_middle_is_ended(hasty: Nginx) -> None:
    with ExitStack() as opened:
        beginnings = (BODY, BODY_OF_A_READER, HEADERS, b"POS", b"")
        waiting = [opened.enter_context(begun(hasty.https_port, each)) for each in beginnings]
        told = {told_by(connection, within=4) for connection in waiting}
    assert told <= {"", "HTTP/1.1 408 Request Time-out"}, "None: nginx still waits"


def test_who_drips_a_header_is_ended_though_he_never_pauses(hasty: Nginx) -> None:
    with begun(hasty.https_port, HEADERS) as connection:
        assert seconds_until_ended(connection, within=6) < 4


def test_one_address_holds_so_many_requests_and_no_more(nginx: Nginx) -> None:
    with ExitStack() as opened:
        begin = partial(begun, nginx.https_port, BODY_OF_A_READER)
        held = [opened.enter_context(begin()) for _connection in range(MOST_CONNECTIONS + 10)]
        told = [told_by(connection, within=0.01) for connection in held]
        assert len(seconds_of_others(nginx, questions=3)) == 3
    assert told[:MOST_CONNECTIONS] == [None] * MOST_CONNECTIONS
    assert set(told[MOST_CONNECTIONS:]) == {"HTTP/1.1 429 Too Many Requests"}
