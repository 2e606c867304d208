"""Every route of the site, asked by every kind of person, by every method.

The routes come from the resolver: a new view without a row fails. How to add a row: `access_matrix`.
"""

from __future__ import annotations

import io
import re
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from access_matrix.comparing import bare, questions
from access_matrix.doors import BY_PROGRAM, BY_RULE, DOORS, at_the_door, routes, zone_named
from access_matrix.expecting import HIDDEN, IN, NO_METHOD, OWN_ACCOUNT, PERSONAS, TO_CODE, TO_LOGIN, fits
from access_matrix.town import MATRIX, Town, parameters_of_urls
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from filling import proved_people

from documents.prepared.models import PreparedDownload, PreparedState
from documents.prepared.services import link_token
from documents.storage import new_key, private_storage
from ebok.audit.models import AuditEntry
from ebok.core.middleware import ZoneMiddleware
from ebok.core.signals import access_denied
from ebok.urls import ZONES
from selfservice.identity.models import User
from selfservice.zones.portal.own_data.package import KIND as OWN_DATA
from selfservice.zones.portal.packages.making import KIND

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
ADVICE = """Add one line for each to a file of site/tests/access_matrix/rows/ (how: its parent's docstring);
lines on the right without a URL are to be removed."""


def test_every_url_has_a_row_and_every_row_a_url() -> None:
    assert set(parameters_of_urls()) == set(MATRIX), ADVICE


def test_every_zone_has_a_door() -> None:
    assert {zone.name for zone in ZONES} <= set(DOORS)
    assert set(DOORS) >= BY_RULE | BY_PROGRAM


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
# What names no thing of anybody: public content, kinds of forms, secrets that open by themselves, and
# where the answer is the same for all. The office's screens show all things to whoever may enter.
NOBODYS = {
    "account_confirm_email", "account_reset_password_from_key", "devices_end", "guest:form",
    "guest:page_form", "guest:rating", "guest:reading_sent", "portal:announcement", "portal:contact_data_ask",
    "portal:invitation", "portal:outage_await", "portal:ticket_form", "robots_challenge",
    "second_factor_forget", "throttles_open", "wagtailcore_authenticate_with_password",
    "wagtaildocs_authenticate_with_password",
}  # fmt: skip
SOMEBODYS = [
    (name, method)
    for name, names in parameters_of_urls().items()
    if names - {"account_no"} and name not in NOBODYS and not name.startswith("staff:")
    for method in ("get", "post")
    if getattr(MATRIX[name], method)["owner"] != NO_METHOD
]
# Links that live a minute: route -> kind of the package, and its account.
PACKAGES = {"portal:package_fetch": (KIND, "100245"), "portal:own_data_fetch": (OWN_DATA, "")}


def foreign(town: Town, name: str) -> dict[str, object]:
    """The thing of the owner that the route shows, asked for at the outsider's own account."""
    known = dict(town.arguments[name])
    if name in PACKAGES:
        known["token"] = a_package(town.users["owner"], *PACKAGES[name])
    return known | ({"account_no": "200"} if "account_no" in known else {})


def absent(known: dict[str, object]) -> dict[str, object]:
    """The same with numbers that nothing has, of the same length and kind."""
    return {
        field: value if field == "account_no" else 987_654 if isinstance(value, int) else unlike(str(value))
        for field, value in known.items()
    }


def unlike(value: str) -> str:
    return value[:-1] + ("0" if value[-1] != "0" else "1")


def a_package(user: User, kind: str, account_no: str) -> str:
    """The token of a package that its user may fetch."""
    kept = private_storage().save(
        key=new_key(prefix="packages"), stream=io.BytesIO(b"zip"), media_type="application/zip"
    )
    package = PreparedDownload.objects.create(
        user=user,
        kind=kind,
        account_no=account_no,
        state=PreparedState.READY,
        storage_key=kept.key,
        size=kept.size,
        sha256=kept.sha256,
        filename="a.zip",
        expires_at=timezone.now() + timedelta(days=1),
    )
    return link_token(download=package, user=user)


@pytest.mark.long
@pytest.mark.parametrize("persona", ["outsider", "expired", "clerk", "editor"])
@pytest.mark.parametrize("name", ACCOUNT_URLS)
def test_somebody_elses_account_looks_like_one_that_does_not_exist(
    town: Town, name: str, persona: str
) -> None:
    town.ask(name, persona, account_no="999999")  # warms what is read once
    present, *cost = questions(lambda: town.ask(name, persona))
    absent, *cost_of_absent = questions(lambda: town.ask(name, persona, account_no="999999"))
    assert bare(present, "100245") == bare(absent, "999999", "100245")
    assert cost == cost_of_absent


@pytest.mark.few(2)
@pytest.mark.parametrize(("name", "method"), SOMEBODYS)
def test_somebody_elses_object_looks_like_one_that_does_not_exist(town: Town, name: str, method: str) -> None:
    proved_people(town, ["owner", "outsider"])
    known = foreign(town, name)
    none = absent(known)
    town.ask(name, "outsider", method=method, **none)
    present, *cost = questions(lambda: town.ask(name, "outsider", method=method, **known))
    missing, *cost_of_missing = questions(lambda: town.ask(name, "outsider", method=method, **none))
    assert present.status_code == (302 if name.startswith("guest:") else 404)
    assert bare(present, *numbers_in(town, name, known)) == bare(missing, *numbers_in(town, name, none))
    assert cost == cost_of_missing


@pytest.mark.few(2)
@pytest.mark.parametrize(("name", "method"), SOMEBODYS)
def test_the_thing_that_is_hidden_from_others_is_there(town: Town, name: str, method: str) -> None:
    """Otherwise the test above would compare one thing that is not there with another."""
    proved_people(town, ["owner"])
    number = town.arguments[name].get("signature", "")
    person = "anonymous" if name.startswith("guest:") else "owner"
    if person == "anonymous":
        town.clients[person].post(town.url("guest:track"), {"number": number, "email": "guest@example.org"})
    known = foreign(town, name) | ({"account_no": "100245"} if "account_no" in town.arguments[name] else {})
    there = town.ask(name, person, method=method, **known)
    gone = town.ask(name, person, method=method, **absent(known))
    assert there.status_code not in {404, 405} and "/sprawdz/" not in there.get("Location", "")
    assert gone.status_code == (302 if person == "anonymous" else 404)


def numbers_in(town: Town, name: str, known: dict[str, object]) -> list[str]:
    """What in an answer follows from the address alone, the longest first."""
    path = town.url(name, **known).removeprefix("/en")
    texts = [str(value) for value in known.values() if isinstance(value, str)]
    return [quote(path, safe=""), quote(path), path, *sorted(texts, key=len, reverse=True)]


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
        "ż" * 256,
        "FV/100245 ",
    ],
)
def test_strange_numbers_find_nothing_and_break_nothing(town: Town, number: str) -> None:
    assert town.ask("portal:invoice", "owner", invoice_no=number).status_code == 404


@pytest.mark.parametrize(
    "tail", ["invoices/%00/", "invoices/FV%0A1/", f"invoices/{'9' * 257}/", "invoices//"]
)
def test_numbers_that_no_supplier_can_have_reach_no_query(town: Town, tail: str) -> None:
    answer = town.clients["owner"].get(f"/en/portal/accounts/100245/{tail}")
    assert answer.status_code == 404
