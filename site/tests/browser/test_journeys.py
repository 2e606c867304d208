"""The main job, from door to door: reading, downloading, publishing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from running import Office
from visiting import Watch, sign_in
from ways import Way, in_both_ways

MONEY = {
    "pl": re.compile(r"^\s*-?\d{1,3}([\s\u00a0]\d{3})*,\d{2}[\s\u00a0]zł\s*$"),
    "en": re.compile(r"^\s*-?PLN[\s\u00a0]\d{1,3}(,\d{3})*\.\d{2}\s*$"),
}


def test_a_resident_checks_his_street_and_reads_the_announcement(page: Page) -> None:
    page.goto("/")
    page.locator("#street").fill("Lipowa")
    page.locator("#number").fill("12")
    page.locator("form:has(#street) button").click()
    outage = page.get_by_role("link", name=re.compile("Lipowa"))
    outage.first.click()
    expect(page.locator("h1")).to_contain_text("Lipowa")
    expect(page.locator("main .tag").first).to_be_visible()


def test_a_resident_of_another_street_learns_that_all_is_well(page: Page) -> None:
    page.goto("/")
    page.locator("#street").fill("Wierzbowa")
    page.locator("form:has(#street) button").click()
    expect(page.locator("main .alert.ok")).to_be_visible()


def test_a_street_that_nobody_knows_is_no_all_clear(page: Page) -> None:
    page.goto("/")
    page.locator("#street").fill("Wierzbova")
    page.locator("form:has(#street) button").click()
    expect(page.locator("main .alert.ok")).to_have_count(0)
    expect(page.locator("main").get_by_text("Wierzbowa")).to_be_visible()


@in_both_ways
def test_a_customer_sees_the_balance_and_downloads_an_invoice(way: Way) -> None:
    page, office = way.page, way.office
    way.sign_in("customer")
    expect(page).to_have_url(re.compile("/portal/"))
    way.go(f"/portal/accounts/{office.people['customer'].accounts[0]}/")
    expect(page.locator(".sum").first).to_have_text(MONEY[way.language])
    expect(page.locator(".asof").first).to_contain_text(re.compile(r"\b20\d\d\b"))
    way.look("overview")
    row = page.locator("section[aria-labelledby=newest] tbody tr").first
    number = row.locator("a").first.inner_text().strip()
    with page.expect_download() as download:
        row.locator("a[href$='.pdf']").click()
    saved = way.folder / "invoice.pdf"
    download.value.save_as(saved)
    assert saved.read_bytes().startswith(b"%PDF-")
    assert re.sub(r"\W+", "", number) in re.sub(r"\W+", "", download.value.suggested_filename)


def test_a_customer_never_sees_a_stranger_s_account(page: Page, office: Office) -> None:
    sign_in(page, office.people["outsider"])
    answer = page.goto(f"/portal/accounts/{office.people['customer'].accounts[0]}/")
    assert answer
    assert answer.status == 404


def test_the_language_switch_stays_on_the_page(page: Page) -> None:
    page.goto("/accounts/login/")
    page.locator(".emergency a[hreflang=en]").click()
    expect(page).to_have_url(re.compile("/en/accounts/login/$"))
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator(".emergency a[hreflang=pl]").click()
    assert page.locator("html").get_attribute("lang") == "pl"


def test_the_home_page_switches_language_to_its_translation(page: Page) -> None:
    page.goto("/")
    page.locator(".emergency a[hreflang=en]").click()
    expect(page).to_have_url(re.compile("/en/$"))
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.cms
def test_an_editor_publishes_an_announcement_and_everybody_reads_it(
    page: Page, office: Office, browser: Browser
) -> None:
    title = "Płukanie sieci na ulicy Sadowej"
    sign_in(page, office.people["moderator"])
    page.goto("/cms/pages/search/?q=Komunikaty")
    page.get_by_role("link", name="Komunikaty", exact=True).first.click()
    parent = re.search(r"/pages/(\d+)/", page.url)
    assert parent
    page.goto(f"/cms/pages/add/cms_pages/announcementpage/{parent[1]}/")
    page.locator("textarea[name=title], input[name=title]").fill(title)
    page.locator("textarea[name=lead], input[name=lead]").first.fill("W nocy woda może być mętna.")
    page.locator(
        "footer button[data-w-dropdown-target=toggle], .footer [data-w-dropdown-target=toggle]"
    ).last.click()
    page.locator("[name=action-publish]").click()
    page.wait_for_load_state()
    reader = browser.new_context(base_url=office.address).new_page()
    reader.goto("/komunikaty/")
    expect(reader.get_by_role("link", name=title)).to_be_visible()
    reader.get_by_role("link", name=title).click()
    expect(reader.locator("h1")).to_have_text(title)
    reader.context.close()


def test_the_watch_sees_a_request_to_a_third_party(browser: Browser, office: Office) -> None:
    context = browser.new_context(base_url=office.address)
    watch = Watch(context, office.address)
    page = context.new_page()
    page.goto("/")
    page.evaluate("fetch('https://tracker.example/pixel').catch(() => null)")
    page.wait_for_timeout(200)
    context.close()
    assert any("tracker.example" in offence for offence in watch.offences)
