"""Every form and every address of the site, filled with what only attackers write."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from access_matrix.expecting import TAKEN
from access_matrix.town import MATRIX, Town
from allauth.account.internal.flows.login import record_authentication
from django.core import mail
from django.test import Client

from ebok.outbox.working import drain

# Half a minute, and PostgreSQL is stricter about what is written: so it runs with the services.
pytestmark = [pytest.mark.services, pytest.mark.django_db(databases=["default", "exchange"])]
PEOPLE = ("owner", "helper", "clerk", "administrator")
HUGE = 10**30
WRITTEN = (
    "=cmd|'!A1\r\nBcc: v@evil.example\r\n\"><img src=x onerror=alert(1)>{{ 7|add:7 }}%s{0}\u202e\U0001f4a7"
)
ASKED = ("%00", "%FF", "9" * 400, "-1", "1e999999", "NaN", "%0d%0aX: y", "2026-13-45", "[]", "'--")
# Acts after which nothing is left to look at, and proofs, of which few wrong ones are borne.
ENDING = ("end", "revoke", "close", "resign", "security_act", "account_", "second_factor")
QUERY_FIELDS = (
    "after", "before", "year", "month", "q", "with", "meter", "since", "until", "category", "pile", "state",
    "kind", "account", "account_no", "text", "subject", "point_no", "number", "canned", "medium", "by",
    "period", "event", "person", "street", "next", "page", "unit", "compare", "from", "to", "day", "actor",
)  # fmt: skip


class Forms(HTMLParser):
    """The fields of every POST form of a page, filled as somebody would who types `text` where he can."""

    def __init__(self, page: str, *, text: str) -> None:
        super().__init__()
        self.text = text
        self.forms: list[tuple[str, dict[str, str]]] = []
        self._open = False
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = facts.get("method", "").lower() == "post"
            if self._open:
                self.forms.append((facts.get("action", ""), {}))
        elif self._open and (name := facts.get("name") or (self._select if tag == "option" else "")):
            self._field(tag, name, facts)

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "form"
        self._select = "" if tag == "select" else self._select

    def _field(self, tag: str, name: str, facts: dict[str, str]) -> None:
        fields, kind = self.forms[-1][1], facts.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "option" or kind in {"radio", "checkbox", "submit"} or tag == "button":
            fields[name] = fields.get(name) or facts.get("value", "on")
        elif kind == "hidden" or facts.get("value"):
            fields[name] = facts.get("value", "")
        elif kind not in {"file", "image"}:
            usual = {"email": "somebody@example.org", "date": "2027-01-15", "number": "7", "tel": "600100200"}
            is_number = facts.get("inputmode") in {"decimal", "numeric"}
            fields[name] = usual.get(kind) or ("421" if is_number else self.text)


@pytest.fixture
def people(town: Town) -> dict[str, Client]:
    """Browsers of people who have proved just now that it is them."""
    found = {}
    for name in PEOPLE:
        client = found[name] = town.clients[name]
        client.raise_request_exception = False
        session = client.session
        asked = SimpleNamespace(session=session)
        for method in ("otp", "password"):
            record_authentication(asked, town.users[name], method=method)
        session.save()
    found["anonymous"] = Client(raise_request_exception=False)
    return found


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


def fill_in_everything(town: Town, client: Client, text: str) -> dict[str, int]:
    """Errors of ours when every form that a person is shown is sent with this text."""
    faults = {}
    for name, url in pages(town):
        if TAKEN not in MATRIX[name].post.values() or any(word in name for word in ENDING):
            continue
        page = client.get(url)
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        for action, fields in Forms(page.content.decode(), text=text).forms:
            if "logout" in action or "language" in action:
                continue
            faults |= faults_of({f"{name}: {sorted(fields)}": client.post(action or url, fields)})
    return faults


def test_what_is_written_anywhere_is_harmless_everywhere(town: Town, people: dict[str, Client]) -> None:
    faults = {}
    for person in PEOPLE:
        faults |= fill_in_everything(town, people[person], WRITTEN)
    assert faults == {}
    shown = letters() + [page for person in PEOPLE for page in seen_by(town, people[person])]
    assert not [page for page in shown if "<img src=x" in page]
    assert len([page for page in shown if "&lt;img src=x" in page]) > 9, "little was written: no proof"


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
