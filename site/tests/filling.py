"""People in front of forms, and forms filled by somebody who types one text wherever he can."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from types import SimpleNamespace

from access_matrix.town import ACCOUNT_NO, Town
from allauth.account.internal.flows.login import record_authentication
from django.test import Client

from selfservice.zones.staff.accesses.reason import NOTED


def proved_people(town: Town, names: Iterable[str]) -> dict[str, Client]:
    """Browsers of personas; those who are signed in have proved just now that it is them.

    Of the office, they have also said why they open the account.
    """
    for name in names:
        client = town.clients[name]
        client.raise_request_exception = False
        if name in town.users:
            session = client.session
            for method in ("otp", "password"):
                record_authentication(SimpleNamespace(session=session), town.users[name], method=method)
            session[NOTED] = {ACCOUNT_NO: ["access_check", ""]}
            session.save()
    return {name: town.clients[name] for name in names}


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
