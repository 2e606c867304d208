"""Private files leave through nginx, on the application's word only."""

from __future__ import annotations

import re

import pytest
from browser import Browser
from towns import Town

pytestmark = pytest.mark.services


@pytest.fixture
def pdf(town: Town, customer: Browser) -> str:
    """The address of an invoice's PDF on the customer's list of invoices."""
    account_no = town.person("customer")["accounts"][0]
    invoices = customer.get(f"/portal/accounts/{account_no}/invoices/")
    found = re.search(r'href="(/portal/[^"]+\.pdf)"', invoices.text)
    assert found, f"no PDF among the invoices: {invoices.status}"
    return found[1]


def test_an_owner_saves_an_invoice(customer: Browser, pdf: str) -> None:
    answer = customer.get(pdf)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.body.startswith(b"%PDF")
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "X-Accel-Redirect" not in answer.headers
    assert answer.headers.get_all("Content-Security-Policy") == [
        "default-src 'none'; sandbox; frame-ancestors 'none'"
    ]
    assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert answer.headers.get_all("Strict-Transport-Security") is not None


def test_a_stranger_does_not(stranger: Browser, pdf: str) -> None:
    answer = stranger.get(pdf)
    assert answer.status == 302
    assert "/accounts/login/" in answer.headers["Location"]


def test_a_stored_file_cannot_be_asked_for_by_its_key(town: Town, customer: Browser) -> None:
    files = [path for path in (town.folder / "files").rglob("*") if path.is_file()]
    assert files
    for path in files[:5]:
        assert customer.get(f"/_files/{path.relative_to(town.folder / 'files')}").status == 404
