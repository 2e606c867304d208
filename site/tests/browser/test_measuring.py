"""Journeys about meters: a reading with a doubt, a leak, consumption of two years."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from running import let_a_night_pass
from visiting import fill, send
from ways import Way, in_both_ways

ACCOUNT = "/portal/accounts/100245/"
NUMBER = re.compile(r"\d[\d\s\u00a0]*([.,]\d+)?")


@in_both_ways
def test_a_customer_sends_an_unusual_reading_says_why_and_finds_its_state(way: Way) -> None:
    page = way.page
    way.sign_in("customer")
    way.go(f"{ACCOUNT}readings/")
    page.locator("a[href$='/readings/new/']").first.click()
    way.look("reading-new")
    state = page.locator("input[name^='value-']").first
    state.fill("98765")
    page.locator("button[name=step][value=check]").click()
    expect(page.locator("section.marked.warn")).to_be_visible()
    page.locator("button[name=step][value=send]").click()
    expect(page.locator(".invalid, .error-summary").first).to_be_visible()
    page.locator("[name$='-why']").first.fill("Pękła rura w ogrodzie, szkoda jest zgłoszona.")
    page.locator("button[name=step][value=send]").click()
    page.wait_for_url(re.compile("/readings/"))
    way.go(f"{ACCOUNT}readings/")
    row = page.locator("section[aria-labelledby=sent] tbody tr").first
    expect(row.locator(".tag")).to_be_visible()
    way.look("readings-sent")
    row = page.locator("section[aria-labelledby=sent] tbody tr").first
    receipt = row.locator("a").inner_text()
    row.locator("a").click()
    expect(page.locator("h1")).to_contain_text(receipt)
    expect(page.locator("main")).to_contain_text("Pękła rura w ogrodzie")
    way.look("reading-receipt")


@in_both_ways
def test_a_leak_found_over_night_becomes_a_ticket(way: Way) -> None:
    page, office = way.page, way.office
    way.sign_in("customer")
    way.go(f"{ACCOUNT}leak-test/?new=1")
    if page.locator("button[value=give-up]").count():
        page.locator("button[value=give-up]").click()
    way.look("leak-evening")
    way.go(f"{ACCOUNT}leak-test/?new=1")
    fill(page, value="500,100")
    send(page, "value")
    let_a_night_pass(office)
    way.go(f"{ACCOUNT}leak-test/")
    way.look("leak-morning")
    fill(page, value="500,180")
    send(page, "value")
    expect(page.locator("section.marked.bad .sum")).to_contain_text("10")
    way.look("leak-result")
    page.locator("section.marked a.btn-primary").click()
    expect(page.locator("[name=text]")).to_have_value(re.compile("500[.,]18"))
    send(page, "text")
    page.wait_for_url(re.compile("/tickets/Z-"))
    way.look("leak-ticket")


@in_both_ways
def test_a_customer_compares_two_years_and_takes_the_figures_along(way: Way) -> None:
    page = way.page
    way.sign_in("customer")
    way.go(f"{ACCOUNT}consumption/")
    page.locator("[name=span]").select_option("years")
    send(page, "span")
    expect(page).to_have_url(re.compile("span=years"))
    charts = page.locator("main section:has(svg)")
    expect(charts.first.locator(".chart-legend li svg rect.past")).to_have_count(1)
    assert NUMBER.search(charts.first.locator("p").first.inner_text())
    way.look("consumption-years")
    with page.expect_download() as download:
        page.locator("main a[href*='consumption.csv']").first.click()
    saved = way.folder / "consumption.csv"
    download.value.save_as(saved)
    lines = saved.read_text("utf-8-sig").splitlines()
    assert len(lines) > 12
    assert len({line.count(";") for line in lines if line}) == 1
