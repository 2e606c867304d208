"""Private files leave through nginx, on the application's word only."""

from __future__ import annotations

import re

import pytest
from browser import Browser
from conftest import Town

pytestmark = pytest.mark.services


def first_pdf(customer: Browser) -> str:
    invoices = customer.get("/portal/invoices/").text
    links = re.findall(r'href="(/portal/invoices/[^"]+)"', invoices)
    for link in links:
        found = re.search(r'href="(/portal/[^"]*pdf[^"]*)"', customer.get(link).text)
        if found:
            return found[1]
    raise AssertionError(f"no PDF behind {links}")


def test_an_owner_saves_an_invoice(customer: Browser) -> None:
    answer = customer.get(first_pdf(customer))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.body.startswith(b"%PDF")
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "X-Accel-Redirect" not in answer.headers


def test_a_stranger_does_not(customer: Browser, stranger: Browser) -> None:
    answer = stranger.get(first_pdf(customer))
    assert answer.status == 302
    assert "/accounts/login/" in answer.headers["Location"]


def test_a_stored_file_cannot_be_asked_for_by_its_key(town: Town, customer: Browser) -> None:
    files = [path for path in (town.folder / "files").rglob("*") if path.is_file()]
    assert files
    for path in files[:5]:
        assert customer.get(f"/_files/{path.relative_to(town.folder / 'files')}").status == 404
