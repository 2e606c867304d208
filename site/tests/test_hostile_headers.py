"""Headers sent twice, by the thousand, or ever anew: refused or read in one way only, and kept by nobody."""

from __future__ import annotations

import functools
import runpy
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import trans_real
from gunicorn.config import Config
from gunicorn.http import wsgi
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser

from selfservice.identity.tests.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.long, pytest.mark.django_db]
CONFIG = Path(__file__).resolve().parents[1] / "deploy" / "gunicorn.conf.py"
LOGIN = "/en/accounts/login/"
REFUSED = 400
MOST_SECONDS = 1.0
HOST = "Host: testserver"


@pytest.fixture
def gunicorn(monkeypatch: pytest.MonkeyPatch) -> Config:
    """gunicorn's configuration as it is shipped."""
    monkeypatch.setenv("PGOPTIONS", "")  # the file sets it
    config = Config()
    for name, value in runpy.run_path(str(CONFIG)).items():
        if name in config.settings:
            config.set(name, value)
    return config


def status_of(config: Config, *headers: str, body: str = "", path: str = LOGIN) -> tuple[int, float]:
    """What whoever speaks to gunicorn by himself gets, and seconds of processor time.

    gunicorn's own parser reads the bytes, as nothing else joins headers that are sent twice.
    """
    lines = [f"{'POST' if body else 'GET'} {path} HTTP/1.1", *headers]
    request = ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
    started = time.process_time()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        try:
            parsed = next(RequestParser(config, iter([request]), ("127.0.0.1", 4000)))
            _answer, environ = wsgi.create(parsed, ours, ("127.0.0.1", 4000), ("127.0.0.1", 8000), config)
        except ParseException:
            return REFUSED, time.process_time() - started
    client = Client(raise_request_exception=False)
    return client.request(**environ).status_code, time.process_time() - started


def test_a_plain_request_is_answered(gunicorn: Config) -> None:
    assert status_of(gunicorn, HOST)[0] == 200
    assert status_of(gunicorn, HOST, path="/nowhere/")[0] == 404


@pytest.mark.parametrize(
    "headers",
    [
        (HOST, "Host: evil.example"),
        ("Host: evil.example", HOST),
        (HOST, HOST),
        (HOST, "Content-Length: 4", "Content-Length: 5"),
        (HOST, "Content-Length: 4", "Content-Length: 4"),
        (HOST, "Content-Length: 4, 4"),
        (HOST, "Content-Length: 4", "Transfer-Encoding: chunked"),
        (HOST, "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
        (HOST, "Transfer-Encoding: xchunked"),
        (HOST, "X-Forwarded-Proto: https", "X-Forwarded-Proto: http"),
        (HOST, *["Accept-Language: pl"] * 60),
        (HOST, *(f"X-{number}: 1" for number in range(10_000))),
        (HOST, f"Cookie: {'a=b;' * 3000}"),
        (HOST, "Cookie: a\r\n folded: b"),
    ],
    ids=lambda headers: f"{headers[-1][:30]} of {len(headers)}",
)
def test_what_could_be_read_in_two_ways_or_is_too_much_is_refused(
    gunicorn: Config, headers: tuple[str, ...]
) -> None:
    status, seconds = status_of(gunicorn, *headers, body="a=bc")
    assert status == REFUSED
    assert seconds < MOST_SECONDS


def test_it_is_the_limit_of_our_configuration_that_refuses_many_headers(gunicorn: Config) -> None:
    headers = [HOST, *["Accept-Language: pl"] * 60]
    assert status_of(gunicorn, *headers)[0] == REFUSED
    gunicorn.set("limit_request_fields", 100)
    assert status_of(gunicorn, *headers)[0] == 200


@pytest.mark.parametrize(
    "line",
    [
        "Accept-Language: en;q=0.1,",
        "Accept: text/html;q=0.1,",
        "Accept-Encoding: gzip;q=0.1,",
        "Cookie: sessionid=a; __Host-known=b;",
        "X-Forwarded-For: 10.0.0.1,",
        "X-Requested-With: XMLHttpRequest",
        'If-None-Match: "a",',
        "Range: bytes=0-1,",
        "User-Agent: ((((",
        "Authorization: Bearer a",
        "Content-Type: text/html; charset=utf-8;",
        "Referer: https://testserver/",
        "Origin: https://testserver",
    ],
)
def test_as_many_and_as_long_as_gunicorn_takes_cost_little(gunicorn: Config, line: str) -> None:
    name, value = line.split(": ", 1)
    long = f"{name}: {value * (8000 // len(value))}"
    for headers in ([line] * 59, [long] * 7):
        for body in ("", "login=a"):
            length = [f"Content-Length: {len(body)}"] if body else []
            status, seconds = status_of(gunicorn, HOST, *length, *headers, body=body)
            assert status < 500, headers[0][:50]
            assert seconds < MOST_SECONDS, headers[0][:50]


def test_a_cookie_put_in_front_of_ones_own_signs_nobody_else_in(client: Client, gunicorn: Config) -> None:
    """Of two cookies of one name the last counts, wherever the first came from."""
    user = UserFactory()
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    own = client.cookies["sessionid"].value
    portal = "/en/portal/messages/"
    assert status_of(gunicorn, HOST, f"Cookie: sessionid={own}", path=portal)[0] == 200
    for cookies in (("forged", own), (own, "forged")):
        lines = [f"Cookie: sessionid={value}" for value in cookies]
        one = "Cookie: " + "; ".join(f"sessionid={value}" for value in cookies)
        assert status_of(gunicorn, HOST, *lines, path=portal)[0] in {200, 302}
        assert status_of(gunicorn, HOST, one, path=portal)[0] == (200 if cookies[-1] == own else 302)


def caches() -> Iterator[tuple[str, functools._lru_cache_wrapper[object]]]:
    """Every function of every module that keeps its answers."""
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if isinstance(value, functools._lru_cache_wrapper):
                yield f"{value.__module__}.{value.__qualname__}", value
            if isinstance(value, type):
                for inner in list(vars(value).values()):
                    if isinstance(inner, functools._lru_cache_wrapper):
                        yield f"{module.__name__}.{name}.{inner.__name__}", inner


def sizes() -> dict[str, int]:
    return {name: cache.cache_info().currsize for name, cache in caches()}


def ask(client: Client, number: int) -> None:
    wish = f"x{number}-{'y' * 90},en-{number};q=0.1,{'z' * 400}{number}"
    headers = dict.fromkeys(("accept-language", "accept", "accept-encoding", "user-agent", "referer"), wish)
    cookies = f"django_language={wish}; sessionid=s{number}; __Host-known={number}"
    for path in (LOGIN, "/en/", "/api/v1/content/pages/", f"/en/{number}/", f"/{wish}/"):
        client.get(f"{path}?q={wish}&page={number}", headers={**headers, "cookie": cookies})
    client.post(LOGIN, {"login": f"{number}@example.org", "password": wish}, headers=headers)


def growing_without_end(client: Client) -> set[str]:
    """Functions that keep more the more strangers ask, and have no limit."""
    client.raise_request_exception = False
    for number in range(3):
        ask(client, number)
    before = sizes()
    for number in range(3, 13):
        ask(client, number)
    grown = {name for name, size in sizes().items() if size > before.get(name, 0) + 5}
    return grown & {name for name, cache in caches() if cache.cache_parameters()["maxsize"] is None}


def test_nothing_that_strangers_send_is_kept_in_memory_without_end(client: Client) -> None:
    assert growing_without_end(client) == set()


def test_the_search_sees_a_memory_without_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "_parse_accept_lang_header"
    endless = functools.cache(getattr(trans_real, name).__wrapped__)
    monkeypatch.setattr(trans_real, name, endless)
    assert growing_without_end(client) == {f"{trans_real.__name__}.{name}"}


def test_languages_that_are_kept_are_bounded_in_number_and_length() -> None:
    for number in range(1500):
        trans_real.parse_accept_lang_header(f"en-{number}," + "x," * 100_000)
    kept = trans_real._parse_accept_lang_header
    assert kept.cache_info().currsize <= kept.cache_info().maxsize == 1000
    assert trans_real.LANGUAGE_CODE_MAX_LENGTH == 500
