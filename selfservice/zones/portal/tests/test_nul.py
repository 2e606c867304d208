"""A sign that PostgreSQL keeps nowhere, in what pages take without a form."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory

pytestmark = [pytest.mark.services, pytest.mark.django_db(databases=["default", "exchange"])]
ASKED = ("accounts/?q=%00", "accounts/?after=%00", "messages/?account=%00")
SENT: dict[str, dict[str, Any]] = {
    "/portal/messages/all-read/": {"account": "\0", "until": "1"},
    "/portal/accounts/100245/consents/": {"consent": "marketing\0", "act": "give"},
    "/portal/link/invoice/": {"account_no": "\0", "invoice_no": "\0", "gross": "1"},
    "/accounts/login/": {"login": "a\0@example.org", "password": "\0"},
    "/accounts/signup/": {"email": "a\0@example.org", "password1": "several plain words \0"},
    "/zgloszenia/sprawdz/": {"number": "\0", "email": "a@example.org"},
}


def test_nothing_breaks_and_billing_is_not_blamed() -> None:
    FeedFactory()
    AccountFactory(account_no="100245")
    client = Client(raise_request_exception=False)
    client.force_login(AccessFactory(account_no="100245").user)
    stranger = Client(raise_request_exception=False, headers={"User-Agent": "a\0b"})
    answers = {path: client.get(f"/portal/{path}").status_code for path in ASKED}
    for path, fields in SENT.items():
        sender = client if path.startswith("/portal/") else stranger
        answers[path] = sender.post(path, fields).status_code
    answers["browser"] = stranger.post("/accounts/login/", {"login": "a@b.pl", "password": "x"}).status_code
    assert {path: status for path, status in answers.items() if status >= 500} == {}
