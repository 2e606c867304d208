"""Whoever claims to come from elsewhere is counted where he really is, at every door that counts."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from access_matrix.town import Town
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tree import ROOT

from documents.uploads.tests.files import photo
from ebok.audit.models import AuditEntry
from ebok.core.addresses import neighbourhood
from selfservice.identity.throttles import subjects
from selfservice.identity.throttles.rules import Rule
from selfservice.tickets.models import Ticket

pytestmark = [pytest.mark.long, pytest.mark.django_db(databases=["default", "exchange"])]
TRUE = "203.0.113.7"
# With the check against robots a suspect does not come as far as the counts behind it.
ROBOT_CHECKS = ("off", "suspicion")
STRANGE = {"email": "somebody@example.org", "name": "Jan", "subject": "Water", "text": "There is none."}
NUMBERS = count()
# What makes a count of an address: the keyed hash that is kept, or the network that an hour is counted for.
COUNTED_BY = (subjects.address_key, neighbourhood)
Door = Callable[[Town, Client], Any]
DOORS: dict[str, Door] = {
    "sign-in": lambda town, client: client.post(
        town.url("account_login"), {"login": "somebody@example.org", "password": "wrong"}
    ),
    "registration": lambda town, client: client.post(
        town.url("account_signup"), {**STRANGE, "password1": "zielony most przy lesie"}
    ),
    "reset": lambda town, client: client.post(town.url("account_reset_password"), STRANGE),
    "linking by invoice": lambda town, client: as_owner(town, client).post(
        town.url("portal:link_by_invoice"),
        {"account_no": "200", "invoice_no": "FV/9", "gross": "1,00"},
    ),
    "linking by code": lambda town, client: as_owner(town, client).post(
        town.url("portal:link_by_code"), {"account_no": "200", "code": "ABCD-EFGH"}
    ),
    "case of a guest": lambda town, client: client.post(
        town.url("guest:form", code="question"), {**STRANGE, "token": str(Ticket.objects.count())}
    ),
    "file of a form that comes back": lambda town, client: client.post(
        town.url("guest:form", code="question"), {"files": SimpleUploadedFile("a.jpg", photo())}
    ),
    "form of an editor": lambda town, client: client.post(town.url("guest:page_form"), STRANGE),
    "reading of a guest": lambda town, client: client.post(
        town.url("guest:reading"),
        {"token": "t", "account_no": "200", "meter_no": "1", "invoice_no": "9", "read_on": "2026-01-01"}
        | {"value": "1"},
    ),
    "number of a case": lambda town, client: client.post(
        town.url("guest:track"), {"number": f"Z-{next(NUMBERS):05}-00000", "email": "somebody@example.org"}
    ),
    "contact form": lambda town, client: write_to_the_office(client),
    "calendar link": lambda town, client: client.get("/feeds/calendar.ics?key=wrong"),
    "personal token": lambda town, client: client.get("/api/v1/portal/accounts"),
    "token of the billing system": lambda town, client: client.get("/api/v1/exchange/outgoing"),
}


def as_owner(town: Town, client: Client) -> Client:
    client.cookies = town.clients["owner"].cookies
    return client


def write_to_the_office(client: Client) -> Any:
    page = client.get("/en/napisz-do-nas/").context["form"]
    department = page.fields["department"].choices[0][0]
    return client.post(
        "/en/napisz-do-nas/", {**STRANGE, "token": page["token"].value(), "department": department}
    )


def liar(number: int, *, proxies: int) -> Client:
    """A client at TRUE, behind so many proxies of ours, that claims another address in every header."""
    claimed = f"6.6.6.{number}"
    names = ("X-Real-IP", "CF-Connecting-IP", "True-Client-IP", "X-Client-IP", "X-Cluster-Client-IP")
    headers = {**dict.fromkeys(names, claimed), "Forwarded": f"for={claimed}"}
    chain = [claimed, "127.0.0.1", *([TRUE] if proxies else [])]
    headers["X-Forwarded-For"] = ", ".join(chain)
    return Client(headers=headers, REMOTE_ADDR="10.0.0.1" if proxies else TRUE)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """Every address that something is counted by from now on, by the module that counts."""
    cache.clear()
    found: dict[str, set[str]] = {}

    def noting(module: str, real: Callable[[str], str]) -> Callable[[str], str]:
        def note(address: str) -> str:
            found.setdefault(module, set()).add(address)
            return real(address)

        return note

    for real in COUNTED_BY:
        for name, module in list(sys.modules.items()):
            if module is not subjects and vars(module).get(real.__name__) is real:
                monkeypatch.setattr(module, real.__name__, noting(name, real))
    return found


@pytest.mark.parametrize("proxies", [0, 1])
@pytest.mark.parametrize("door", DOORS)
def test_a_claimed_address_changes_no_count(
    town: Town, counted: dict[str, set[str]], settings: Any, door: str, proxies: int
) -> None:
    settings.TRUSTED_PROXY_COUNT = proxies
    last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for number, settings.ROBOT_CHECK in enumerate(ROBOT_CHECKS):
        assert DOORS[door](town, liar(number, proxies=proxies)).status_code < 500
    assert counted, "nothing is counted by address here: this proves nothing"
    assert set().union(*counted.values()) == {TRUE}
    noted = AuditEntry.objects.filter(pk__gt=last).exclude(address=None).values_list("address", flat=True)
    assert set(noted) <= {TRUE}


def test_no_count_by_address_is_left_out_here(
    town: Town, counted: dict[str, set[str]], settings: Any
) -> None:
    for settings.ROBOT_CHECK in ROBOT_CHECKS:
        for door in DOORS.values():
            door(town, liar(1, proxies=0))
    assert set(counted) == modules_that_count_by_address()


def modules_that_count_by_address() -> set[str]:
    call = re.compile("|".join(rf"\b{real.__name__}\(" for real in COUNTED_BY))
    files = [path for folder in ("selfservice", "cms_pages") for path in (ROOT / folder).rglob("*.py")]
    counting = [path for path in files if "tests" not in path.parts and call.search(path.read_text())]
    return {module_of(path) for path in counting} - {subjects.__name__}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def test_an_address_is_read_from_headers_in_one_place_alone() -> None:
    headers = re.compile(r"X-Forwarded-For|HTTP_X_FORWARDED_FOR|X-Real-IP|CF-Connecting|REMOTE_ADDR", re.I)
    folders = ("selfservice", "cms_pages", "documents", "site/ebok")
    files = [
        path for folder in folders for path in (ROOT / folder).rglob("*.py") if "tests" not in path.parts
    ]
    readers = [path.name for path in files if headers.search(path.read_text())]
    assert readers == ["addresses.py"]


@pytest.mark.parametrize("door", ["case of a guest", "number of a case", "calendar link"])
def test_who_claims_a_new_address_each_time_is_held_up_all_the_same(
    town: Town, settings: Any, monkeypatch: pytest.MonkeyPatch, door: str
) -> None:
    cache.clear()
    monkeypatch.setattr("selfservice.access.feeds.limits.WRONG", 20)
    monkeypatch.setattr("selfservice.zones.guest.proofs.NETWORK", Rule(free=20))
    settings.TRUSTED_PROXY_COUNT = 1
    answers = [DOORS[door](town, liar(number, proxies=1)).status_code for number in range(1, 24)]
    assert answers[0] != 429 and answers[-1] == 429
