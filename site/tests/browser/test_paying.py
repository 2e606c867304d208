"""Journeys about papers and dates: ledger, comparison of bills, schedule, documents as one file."""

from __future__ import annotations

import re
import zipfile

from playwright.sync_api import expect
from visiting import send
from ways import Way, in_both_ways

ACCOUNT = "/portal/accounts/100245/"


def grosze(text: str) -> int:
    """An amount as it stands on the page, in grosze."""
    digits = re.sub(r"[^\d-]", "", text.replace("\u2212", "-"))
    return int(digits)


@in_both_ways
def test_a_customer_searches_the_ledger_and_learns_why_a_bill_is_higher(way: Way) -> None:
    page, office = way.page, way.office
    way.sign_in("customer")
    number = office.things["portal:invoice"]["invoice_no"]
    way.go(f"{ACCOUNT}settlements/")
    page.locator("main a[href$='/ledger/']").first.click()
    page.locator("details.filter summary").click()
    page.locator("main form [name=q]").fill(number)
    send(page, "q")
    rows = page.locator("main table tbody tr")
    expect(rows.first).to_contain_text(number)
    way.look("ledger-found")
    way.go(f"{ACCOUNT}invoices/")
    page.locator("main table a.strong").first.click()
    page.locator("main a[href*='/bill-comparison/']").first.click()
    shares = page.locator("section[aria-labelledby=causes] table")
    parts = [grosze(cell) for cell in shares.locator("tbody td.num").all_inner_texts()]
    assert sum(parts) == grosze(shares.locator("tfoot td.num").inner_text())
    way.look("comparison")


@in_both_ways
def test_a_customer_takes_the_schedule_into_a_calendar_by_a_secret_link(way: Way) -> None:
    page = way.page
    way.sign_in("customer")
    way.go(f"{ACCOUNT}schedule/")
    expect(page.locator("main h1")).to_be_visible()
    way.look("schedule")
    way.go(f"{ACCOUNT}calendar-links/")
    page.locator("section[aria-labelledby=schedule] button[value=make]").click()
    secret = page.locator("code").inner_text().replace("localhost", "127.0.0.1")
    calendar = page.request.get(secret)
    assert calendar.status == 200
    assert calendar.text().startswith("BEGIN:VCALENDAR")
    assert "BEGIN:VEVENT" in calendar.text()
    way.go(f"{ACCOUNT}calendar-links/")
    way.look("calendar-links")
    page.locator("section[aria-labelledby=schedule] button[value=revoke]").click()
    page.wait_for_load_state()
    assert page.request.get(secret).status == 404


@in_both_ways
def test_a_customer_gets_all_documents_as_one_file_and_sees_the_progress(way: Way) -> None:
    page = way.page
    way.sign_in("customer")
    way.go(f"{ACCOUNT}packages/")
    way.look("package-new")
    for box in page.locator("[name=kinds]").all():
        box.check()
    send(page, "kinds")
    expect(page.locator("section[aria-labelledby=package]")).to_be_visible()
    for _try in range(60):
        if page.locator("section[aria-labelledby=package] a.btn-primary").count():
            break
        expect(page.locator("progress")).to_be_visible()
        page.wait_for_timeout(500)
        way.go(f"{ACCOUNT}packages/")
    way.look("package-ready")
    with page.expect_download() as download:
        page.locator("section[aria-labelledby=package] a.btn-primary").click()
    saved = way.folder / "package.zip"
    download.value.save_as(saved)
    with zipfile.ZipFile(saved) as package:
        assert package.testzip() is None
        assert any(name.endswith(".pdf") for name in package.namelist())
