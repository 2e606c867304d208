"""Requests that nobody's browser sends: they are refused quickly, and change nothing."""

from __future__ import annotations

import json
import time

import pytest
from access_matrix.town import Town
from django.core import mail
from django.test import Client

from ebok.outbox.working import drain
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import PASSWORD, UserFactory, person

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "exchange"])]
LOGIN = "/en/accounts/login/"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "http:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "\thttps://evil.example",
    "https://testserver@evil.example/",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
@pytest.mark.parametrize("path", [LOGIN, "/en/accounts/logout/", "/en/accounts/reauthenticate/"])
def test_next_leads_nowhere_else(path: str, wanted: str) -> None:
    user = UserFactory()
    client = Client()
    if path != LOGIN:
        client.force_login(user)
    data = {"login": user.email, "password": PASSWORD, "next": wanted}
    answer = client.post(f"{path}?next={wanted}", data)
    assert "evil" not in answer.get("Location", "") and "javascript" not in answer.get("Location", "")


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_taking_trust_back_leads_nowhere_else(client: Client, wanted: str) -> None:
    client.force_login(UserFactory())
    answer = client.post("/en/accounts/second-factor/browsers/1/forget/", {"next": wanted})
    assert "evil" not in answer.get("Location", "")


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "evil.example:80", "a@b", ""])
def test_an_invented_host_is_refused(client: Client, host: str, settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    client.raise_request_exception = False
    assert client.get(LOGIN, headers={"host": host}).status_code == 400


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL"])
def test_no_header_moves_the_links_of_letters(client: Client, header: str) -> None:
    user = UserFactory()
    client.post("/en/accounts/password/reset/", {"email": user.email}, headers={header: "evil.example"})
    drain()
    assert mail.outbox and "evil" not in mail.outbox[0].body


def seconds_of(client: Client, method: str, path: str, **request: object) -> tuple[int, float]:
    client.raise_request_exception = False
    started = time.process_time()
    answer = getattr(client, method)(path, **request)
    return answer.status_code, time.process_time() - started


def test_ten_thousand_fields_too_many_are_refused(client: Client) -> None:
    status, seconds = seconds_of(client, "post", LOGIN, data={f"f{number}": "x" for number in range(10_001)})
    assert status == 400 and seconds < 1


def test_a_heap_of_nested_json_breaks_nothing(client: Client) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    editor = Client()
    editor.force_login(person(Role.EDITOR))
    places = {"/api/v1/exchange/outgoing/ack": client, "/cms/api/main/pages/": editor, LOGIN: client}
    for path, client in places.items():
        status, seconds = seconds_of(client, "post", path, data=deep, content_type="application/json")
        assert status < 500 and seconds < 1, path


@pytest.mark.parametrize("size", [1_000, 100_000])
def test_a_huge_wish_for_languages_costs_nothing(client: Client, size: int) -> None:
    wish = ",".join(f"x{number};q=0.1" for number in range(size))
    status, seconds = seconds_of(client, "get", LOGIN, headers={"accept-language": wish})
    assert status == 200 and seconds < 1


@pytest.mark.parametrize("value", ["\x00", "a\x00b", "%00", "\ud800", "(" * 5000, "a" * 100_000, "%" * 999])
def test_strange_text_in_a_form_is_no_error_of_ours(client: Client, value: str) -> None:
    text = value.encode("utf-8", "replace").decode()
    body = {"login": text, "password": text[:50]}
    status, seconds = seconds_of(client, "post", LOGIN, data=body)
    assert status < 500 and seconds < 1


def test_strange_places_in_lists_are_not_found(town: Town) -> None:
    owner = town.clients["owner"]
    owner.raise_request_exception = False
    lists = ("who-looked/?before=", "invoices/?after=", "invoices/?year=", "invoices/?q=")
    for path in lists:
        for value in ("%00", "-1", "9" * 400, "' OR 1=1 --", "2026-13-45_x", "%FF", "[]"):
            status = owner.get(f"/en/portal/accounts/100245/{path}{value}").status_code
            assert status in {200, 400, 404}, (path, value, status)


@pytest.mark.parametrize("path", [LOGIN, "/en/accounts/signup/", "/en/accounts/password/reset/"])
def test_whoever_asks_for_json_gets_the_page(client: Client, path: str) -> None:
    body = json.dumps({"login": "a@example.org", "email": "a@example.org", "password": "x"})
    script = {"x-requested-with": "XMLHttpRequest", "accept": "application/json"}
    for answer in (
        client.post(path, data=body, content_type="application/json"),
        client.get(path, headers=script),
    ):
        assert answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
