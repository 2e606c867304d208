"""Every form and every address of the site, filled with what only attackers write."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from access_matrix.expecting import TAKEN
from access_matrix.town import MATRIX, Town
from django.core import mail
from django.test import Client
from django.urls import resolve
from filling import Forms, proved_people

from ebok.outbox.working import drain

# Half a minute, and PostgreSQL is stricter about what is written: so it runs with the services.
pytestmark = [pytest.mark.services, pytest.mark.django_db(databases=["default", "exchange"])]
PEOPLE = ("owner", "helper", "clerk", "administrator")
HUGE = 10**30
WRITTEN = (
    "=cmd|'!A1\r\nBcc: v@evil.example\r\n\"><img src=x onerror=alert(1)>{{ 7|add:7 }}%s{0}\u202e\U0001f4a7"
)
ASKED = ("%00", "%FF", "9" * 400, "-1", "1e999999", "NaN", "%0d%0aX: y", "2026-13-45", "[]", "'--")
# Acts after which little is left to look at come last, and the one that ends them all never.
LAST = (
    "account_change_password", "second_factor_remove", "staff:access_revoke", "staff:security_act",
    "portal:people_resign", "portal:close_sign_in", "devices_end_others", "devices_end",
)  # fmt: skip
# Sent to by a script or from a page that nobody is in here, so what they take is sent without a form.
WITHOUT_FORM = {
    "account_reset_password_from_key", "account_set_password", "devices_end", "devices_end_others",
    "devices_extend", "password_strength", "portal:outage_await", "portal:own_ticket_reopen",
    "portal:ticket_reopen", "staff:access_consents", "staff:access_revoke", "staff:data_change",
    "staff:holder_told", "staff:removal_decide",
}  # fmt: skip
QUERY_FIELDS = (
    "after", "before", "year", "month", "q", "with", "meter", "since", "until", "category", "pile", "state",
    "kind", "account", "account_no", "text", "subject", "point_no", "number", "canned", "medium", "by",
    "period", "event", "person", "street", "next", "page", "unit", "compare", "from", "to", "day", "actor",
)  # fmt: skip


@pytest.fixture
def people(town: Town) -> dict[str, Client]:
    return proved_people(town, (*PEOPLE, "anonymous"))


def pages(town: Town) -> list[tuple[str, str]]:
    return [(name, town.url(name)) for name in MATRIX if name != "account_logout"]


def faults_of(answers: dict[str, Any]) -> dict[str, int]:
    return {what: answer.status_code for what, answer in answers.items() if answer.status_code >= 500}


@pytest.mark.parametrize("person", ["owner", "administrator"])
def test_no_strange_question_in_an_address_is_an_error_of_ours(
    town: Town, people: dict[str, Client], person: str
) -> None:
    client, faults = people[person], {}
    for number, (_name, url) in enumerate(pages(town)):
        for value in ASKED[number % 5 :: 5]:
            asked = f"{url}?{'&'.join(f'{field}={value}' for field in QUERY_FIELDS)}"
            faults |= faults_of({asked[: len(url) + 30] + value[:9]: client.get(asked)})
    assert faults == {}


@pytest.mark.parametrize("person", ["owner", "administrator"])
def test_no_strange_number_in_an_address_is_an_error_of_ours(
    town: Town, people: dict[str, Client], person: str
) -> None:
    client, faults = people[person], {}
    for name in MATRIX:
        for field, value in town.arguments.get(name, {}).items():
            url = town.url(name)
            for strange in (str(HUGE), "%00"):
                changed = url.replace(f"/{value}", f"/{strange}")
                for answer in (client.get(changed), client.post(changed)):
                    faults |= faults_of({f"{name} {field}={strange[:12]}": answer})
    assert faults == {}


def fill_in(client: Client, name: str, url: str) -> tuple[dict[str, int], set[str]]:
    """Send every form of a page filled with `WRITTEN`: errors of ours, and the routes sent to."""
    faults: dict[str, int] = {}
    sent: set[str] = set()
    page = client.get(url)
    if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
        return faults, sent
    for action, fields in Forms(page.content.decode(), text=WRITTEN).forms:
        action = urljoin(url, action)  # "?page=2" sends to the page itself
        target = resolve(urlsplit(action).path).view_name
        if target not in {"account_logout", "set_language"}:
            sent.add(target)
            faults |= faults_of({f"{name} -> {target}": client.post(action, fields)})
    return faults, sent


def test_what_is_written_anywhere_is_harmless_everywhere(town: Town, people: dict[str, Client]) -> None:
    faults, sent = {}, set()
    urls = dict(pages(town))
    for names in ([name for name in urls if name not in LAST], LAST):
        for client in people.values():
            for name in names:
                met, reached = fill_in(client, name, urls[name])
                faults, sent = faults | met, sent | reached
        if names is not LAST:
            shown = [page for client in people.values() for page in seen_by(town, client)]
    assert faults == {}
    assert not [page for page in shown + letters() if "<img src=x" in page]
    assert len([page for page in shown if "&lt;img src=x" in page]) > 9, "little was written: no proof"
    assert {name for name in MATRIX if TAKEN in MATRIX[name].post.values()} - sent <= WITHOUT_FORM


@pytest.mark.parametrize("person", PEOPLE)
def test_what_comes_without_a_form_is_harmless_too(
    town: Town, people: dict[str, Client], person: str
) -> None:
    typed = dict.fromkeys((*QUERY_FIELDS, "reason", "answer", "password", "version"), WRITTEN)
    answers = {name: people[person].post(town.url(name), typed) for name in WITHOUT_FORM}
    assert faults_of(answers) == {}


def letters() -> list[str]:
    """The HTML of all letters, and no header that somebody typed."""
    drain()
    messages = [message.message() for message in mail.outbox]
    assert not [message for message in messages if message["Bcc"] or message["X"]]
    parts = [part for message in messages for part in message.walk()]
    return [
        part.get_payload(decode=True).decode() for part in parts if part.get_content_type() == "text/html"
    ]


def seen_by(town: Town, client: Client) -> list[str]:
    """The HTML of all pages, and no cell of a table that a spreadsheet would run."""
    seen = []
    for name, url in pages(town):
        answer = client.get(url)
        assert answer.status_code < 500, name
        kind = answer.get("Content-Type", "")
        if kind.startswith("text/html"):
            seen.append(answer.content.decode())
        if kind.startswith("text/csv"):
            text = b"".join(answer.streaming_content) if answer.streaming else answer.content
            rows = csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";")
            assert not [cell for row in rows for cell in row if cell.startswith("=")], name
    return seen
