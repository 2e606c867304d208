"""The interface for the billing system: closed without a token, harmless when asked twice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from ebok.audit.models import AuditEntry
from selfservice.access.feeds import limits
from selfservice.exchange.outgoing.models import Entry
from selfservice.exchange.outgoing.tests.factories import a_line
from selfservice.exchange.outgoing.tokens import make_token, revoke_token
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_knocked() -> None:
    cache.clear()


LINES = "/api/v1/exchange/outgoing"
ACK = "/api/v1/exchange/outgoing/ack"


@pytest.fixture
def billing() -> Client:
    return Client(headers={"Authorization": f"Bearer {make_token(name='billing')}"}, enforce_csrf_checks=True)


def acknowledge(client: Client, *lines: Any) -> Any:
    return client.post(ACK, {"lines": list(lines)}, content_type="application/json")


def test_the_addresses_are_those_of_the_contract() -> None:
    assert [reverse("exchange_api:outgoing"), reverse("exchange_api:acknowledge")] == [LINES, ACK]


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer ebok_wrong", "Basic eDp5", "Bearer ebok_ż"])
@pytest.mark.parametrize("path", [LINES, ACK])
def test_without_a_living_token_everything_is_refused_and_recorded(path: str, header: str) -> None:
    a_line()
    client = Client(headers={"Authorization": header})
    client.force_login(person(Role.ADMINISTRATOR))
    for answer in (client.get(path), client.post(path, {"lines": []}, content_type="application/json")):
        assert (answer.status_code, answer.json()) == (401, {"error": "unauthorized"})
    assert AuditEntry.objects.filter(action="outgoing.refused").count() == 2
    assert Entry.objects.get().state == "new"


def test_guessing_without_end_floods_no_event_log_and_shuts_nobody_out(
    billing: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WRONG", 2)
    guesser = Client(headers={"Authorization": "Bearer ebok_wrong"})
    assert [guesser.get(LINES).status_code for _guess in range(4)] == [401, 401, 429, 429]
    assert AuditEntry.objects.filter(action="outgoing.refused").count() == 2
    assert billing.get(LINES).status_code == 200


def test_a_revoked_token_is_refused_at_once(billing: Client) -> None:
    assert billing.get(LINES).status_code == 200
    revoke_token(name="billing")
    assert billing.get(LINES).status_code == 401


def test_lines_come_in_order_after_the_number_asked_for(billing: Client) -> None:
    for number in range(4):
        a_line(id=f"R/{number}")
    answer = billing.get(LINES, {"after": 1, "limit": 2}).json()
    assert [(line["seq"], line["payload"], line["state"]) for line in answer["lines"]] == [
        (2, {"id": "R/1"}, "delivered"),
        (3, {"id": "R/2"}, "delivered"),
    ]
    assert answer["next_after"] == 3
    assert billing.get(LINES, {"after": 4}).json() == {
        "schema": "ebok-exchange/1",
        "lines": [],
        "next_after": 4,
    }


@pytest.mark.parametrize("query", [{"after": "-1"}, {"after": "x"}, {"limit": "1.5"}, {"after": "9" * 40}])
def test_odd_numbers_are_told_apart_from_empty_lists(billing: Client, query: dict[str, str]) -> None:
    assert billing.get(LINES, query).status_code == 400


def test_answers_are_taken_line_by_line_and_repeats_change_nothing(billing: Client) -> None:
    for _ in range(3):
        a_line()
    lines = (
        {"seq": 1, "state": "accepted"},
        {"seq": 2, "state": "rejected", "reason": "unknown meter"},
        {"seq": 3, "state": "rejected"},
        {"seq": 99, "state": "accepted"},
        {"seq": "1; DROP TABLE", "state": "accepted"},
        "nonsense",
    )
    for _ in range(2):
        told = acknowledge(billing, *lines).json()["lines"]
        assert [line.get("state") or line["error"] for line in told] == [
            "accepted",
            "rejected",
            "bad_answer",
            "unknown_line",
            "bad_answer",
            "bad_answer",
        ]
    assert list(Entry.objects.values_list("state", "reason")) == [
        ("accepted", ""),
        ("rejected", "unknown meter"),
        ("new", ""),
    ]


def test_an_answer_is_never_turned_round(billing: Client) -> None:
    a_line()
    acknowledge(billing, {"seq": 1, "state": "accepted"})
    told = acknowledge(billing, {"seq": 1, "state": "rejected", "reason": "no"}).json()["lines"]
    assert (told[0]["error"], Entry.objects.get().state) == ("already_answered", "accepted")


@pytest.mark.parametrize(
    "body",
    ["", "[", "[]", "{}", '{"lines": 1}', "[" * 100_000, json.dumps({"lines": [0] * 1001})],
)
def test_a_body_that_is_none_is_refused_whole(billing: Client, body: str) -> None:
    assert billing.post(ACK, body, content_type="application/json").status_code == 400


def test_answers_are_kept_by_no_cache(billing: Client) -> None:
    assert "no-store" in billing.get(LINES)["Cache-Control"]


def test_each_address_knows_one_method(billing: Client) -> None:
    assert (billing.post(LINES).status_code, billing.get(ACK).status_code) == (405, 405)


def test_half_a_letter_in_a_reason_stops_no_line(billing: Client) -> None:
    a_line()
    a_line()
    half_a_letter = r'{"seq": 1, "state": "rejected", "reason": "a\ud800"}'
    body = f'{{"lines": [{half_a_letter}, {{"seq": 2, "state": "accepted"}}]}}'
    told = billing.post(ACK, body, content_type="application/json").json()["lines"]
    assert [line["state"] for line in told] == ["rejected", "accepted"]
    assert Entry.objects.get(seq=1).reason == "a?"
