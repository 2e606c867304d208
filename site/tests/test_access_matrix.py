"""Every route of the site, asked by every kind of person, by every method.

The routes come from the resolver: a new view without a row fails. How to add a row: `access_matrix`.
"""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from access_matrix.doors import BY_RULE, DOORS, at_the_door, routes, zone_named
from access_matrix.expecting import HIDDEN, IN, OWN_ACCOUNT, PERSONAS, TO_CODE, TO_LOGIN, fits
from access_matrix.town import MATRIX, Town, parameters_of_urls
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from ebok.audit.models import AuditEntry
from ebok.core.middleware import ZoneMiddleware
from ebok.core.signals import access_denied
from ebok.urls import ZONES

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
ADVICE = """Add one line for each to a file of site/tests/access_matrix/rows/ (how: its parent's docstring);
lines on the right without a URL are to be removed."""


def test_every_url_has_a_row_and_every_row_a_url() -> None:
    assert set(parameters_of_urls()) == set(MATRIX), ADVICE


def test_every_zone_has_a_door() -> None:
    assert {zone.name for zone in ZONES} <= set(DOORS)
    assert set(DOORS) >= BY_RULE


def behind_the_door(door: ZoneMiddleware, request: HttpRequest) -> object:
    try:
        answer = door.process_view(request, None, (), {})
    except Http404:
        return HIDDEN
    if answer is None:
        return IN
    leads_to = answer.get("Location", "")
    if "/accounts/second-factor/" in leads_to:
        return TO_CODE
    return TO_LOGIN if "/accounts/login/" in leads_to else answer.status_code


def test_the_door_of_every_route_answers_each_persona_and_method_as_its_zone_says(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_denied, "send", lambda **facts: None)
    for user in town.users.values():
        user.is_verified = lambda user=user: hasattr(user, "otp_device")
    door, factory = ZoneMiddleware(lambda request: None), RequestFactory()  # type: ignore[arg-type, return-value]
    wrong = []
    for route in routes():
        expected = at_the_door(zone_named(route))
        path = "/" + re.split(r"[<^(]", route)[0]
        for method in METHODS:
            request = factory.generic(method, path)
            request.resolver_match = SimpleNamespace(route=route)  # type: ignore[assignment]
            for persona in expected:
                request.user = town.users.get(persona, AnonymousUser())
                answer = behind_the_door(door, request)
                # 429: so many questions without a token that the door does not even look at it.
                if answer not in {expected[persona], 429 if expected["anonymous"] != IN else None}:
                    wrong.append(f"{method} {route} {persona}: {answer}")
    assert wrong == []


@pytest.mark.long
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", MATRIX)
def test_each_persona_gets_exactly_what_the_table_says(town: Town, name: str, method: str) -> None:
    expected = getattr(MATRIX[name], method)
    wrong = {}
    for persona in PERSONAS:
        answer = town.ask(name, persona, method=method)
        if not fits(expected=expected[persona], answer=answer):
            wrong[persona] = f"{answer.status_code} {answer.get('Location', '')}, not {expected[persona]}"
    assert wrong == {}


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in MATRIX if not name.startswith("api")])
def test_no_other_method_gets_anything(town: Town, name: str) -> None:
    for method in ("put", "patch", "delete", "trace"):
        assert town.ask(name, "owner", method=method).status_code == 405, method


ACCOUNT_URLS = [name for name, line in MATRIX.items() if line.get is OWN_ACCOUNT]
NUMBERED = {
    "portal:invoice": ("invoice_no", "FV/200"),
    "portal:invoice_pdf": ("invoice_no", "FV/200"),
    "portal:invoice_xml": ("invoice_no", "FV/200"),
    "portal:contract_pdf": ("contract_no", "U/200"),
    "portal:letter": ("document_no", "D/200"),
}


def bare(answer, *numbers: str) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers, without the reference number and the numbers that were asked for."""
    text = re.sub(r"[0-9a-f]{32}", "REFERENCE", answer.content.decode())
    for number in numbers:
        text = text.replace(number, "NUMBER")
    # Expires is the present second; the length follows from the numbers that were replaced.
    changing = {"X-Request-ID", "Content-Length", "Expires"}
    headers = {name: value for name, value in answer.items() if name not in changing}
    return answer.status_code, text, headers


def questions(town: Town, name: str, persona: str, **changed: object):
    with (
        CaptureQueriesContext(connections["default"]) as own,
        CaptureQueriesContext(connections["exchange"]) as shared,
    ):
        answer = town.ask(name, persona, **changed)
    return answer, len(own), len(shared)


@pytest.mark.long
@pytest.mark.parametrize("persona", ["outsider", "expired", "clerk", "editor"])
@pytest.mark.parametrize("name", ACCOUNT_URLS)
def test_somebody_elses_account_looks_like_one_that_does_not_exist(
    town: Town, name: str, persona: str
) -> None:
    town.ask(name, persona, account_no="999999")  # warms what is read once
    present, *cost = questions(town, name, persona)
    absent, *cost_of_absent = questions(town, name, persona, account_no="999999")
    assert bare(present, "100245") == bare(absent, "999999", "100245")
    assert cost == cost_of_absent


@pytest.mark.parametrize("name", list(NUMBERED))
def test_somebody_elses_object_looks_like_one_that_does_not_exist(town: Town, name: str) -> None:
    field, foreign = NUMBERED[name]
    town.ask(name, "owner", **{field: "NONE/1"})
    present, *cost = questions(town, name, "owner", **{field: foreign})
    absent, *cost_of_absent = questions(town, name, "owner", **{field: "NONE/1"})
    assert present.status_code == 404
    assert bare(present, foreign) == bare(absent, "NONE/1")
    assert cost == cost_of_absent


def test_every_refusal_of_an_account_stands_in_the_event_log(town: Town) -> None:
    town.ask("portal:dashboard", "outsider")
    entry = AuditEntry.objects.get(action="access.denied")
    assert (entry.account_no, entry.actor_role) == ("100245", "customer")


@pytest.mark.parametrize(
    "number",
    [
        "../200",
        "FV/200/../100245",
        "'; DROP TABLE invoices; --",
        "%2e%2e",
        "FV/100245/",
        "ż" * 64,
        "FV/100245 ",
    ],
)
def test_strange_numbers_find_nothing_and_break_nothing(town: Town, number: str) -> None:
    assert town.ask("portal:invoice", "owner", invoice_no=number).status_code == 404


@pytest.mark.parametrize("tail", ["invoices/%00/", "invoices/FV%0A1/", f"invoices/{'9' * 65}/", "invoices//"])
def test_numbers_that_no_supplier_can_have_reach_no_query(town: Town, tail: str) -> None:
    answer = town.clients["owner"].get(f"/en/portal/accounts/100245/{tail}")
    assert answer.status_code == 404
