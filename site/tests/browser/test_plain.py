"""Without a mouse, without JavaScript, without colour, on paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from running import Office
from visiting import sign_in

FOCUS = """() => {
  const part = document.activeElement, style = getComputedStyle(part), box = part.getBoundingClientRect();
  return {tag: part.tagName, name: part.name || '', text: part.innerText || '',
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    shown: box.bottom > 0 && box.top < innerHeight && box.width > 0};
}"""


def tab_to(page: Page, wanted: str, *, by: str = "text", limit: int = 60) -> dict[str, Any]:
    """Press Tab until what has the focus is `wanted`; everything on the way must show the focus."""
    for _press in range(limit):
        page.keyboard.press("Tab")
        focus: dict[str, Any] = page.evaluate(FOCUS)
        assert focus["outlined"], f"focus not visible on {focus}"
        assert focus["shown"], f"focus off the screen: {focus}"
        if wanted in focus[by]:
            return focus
    pytest.fail(f"{wanted!r} cannot be reached by Tab within {limit} presses")


def test_the_first_tab_offers_to_skip_to_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_customer_signs_in_and_opens_an_invoice_by_keyboard_alone(page: Page, office: Office) -> None:
    person = office.people["customer"]
    page.goto("/accounts/login/")
    tab_to(page, "login", by="name")
    page.keyboard.type(person.email)
    tab_to(page, "password", by="name")
    page.keyboard.type(person.password)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/portal/"))
    page.goto(f"/portal/accounts/{person.accounts[0]}/")
    number = page.locator("main table a.strong").first.inner_text()
    tab_to(page, number)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(number)


def test_escape_closes_a_menu_and_returns_to_its_button(page: Page, office: Office) -> None:
    sign_in(page, office.people["customer"])
    menu = page.locator(".masthead details.menu")
    menu.locator("summary").click()
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


@pytest.fixture
def bare(browser: Browser, browser_context_args: dict[str, Any], office: Office) -> Any:
    """A page in a phone that runs no JavaScript."""
    context = browser.new_context(
        **browser_context_args,
        java_script_enabled=False,
        viewport={"width": 360, "height": 740},
    )
    yield context.new_page()
    context.close()


def test_without_javascript_a_resident_checks_his_street_from_the_menu_on(bare: Page) -> None:
    bare.goto("/kontakt/")
    bare.locator(".masthead details summary").click()
    bare.locator(".masthead details nav a").first.click()
    expect(bare.locator("h1")).to_be_visible()
    bare.goto("/")
    bare.locator("#street").fill("Lipowa")
    bare.locator("#number").fill("12")
    bare.locator("form:has(#street) button").click()
    expect(bare.get_by_role("link", name=re.compile("Lipowa")).first).to_be_visible()


def test_without_javascript_a_customer_signs_in_reads_and_signs_out(bare: Page, office: Office) -> None:
    person = office.people["customer"]
    sign_in(bare, person)
    bare.goto(f"/portal/accounts/{person.accounts[0]}/")
    expect(bare.locator(".sum").first).to_be_visible()
    bare.locator(".bottom-bar a").nth(1).click()
    expect(bare.locator("main table")).to_be_visible()
    bare.locator(".masthead details.menu summary").click()
    bare.locator(".masthead details.menu form button").click()
    bare.goto(f"/portal/accounts/{person.accounts[0]}/")
    expect(bare).to_have_url(re.compile("/accounts/login/"))


def test_a_hasty_sign_in_is_told_what_is_wrong_and_where(page: Page) -> None:
    page.goto("/accounts/login/")
    page.locator("main form button.btn-primary").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    summary.locator("a").first.click()
    expect(page.locator("input[name=login]")).to_be_focused()
    assert page.locator("input[name=login]").get_attribute("aria-invalid") == "true"


def test_password_managers_and_pasting_are_welcome(page: Page) -> None:
    page.goto("/accounts/login/")
    password = page.locator("input[name=password]")
    assert password.get_attribute("autocomplete") == "current-password"
    assert page.locator("input[name=login]").get_attribute("autocomplete") in {"email", "username"}
    page.goto("/accounts/signup/")
    assert page.locator("input[name=password1]").get_attribute("autocomplete") == "new-password"


def test_on_paper_there_is_content_and_no_furniture(page: Page) -> None:
    page.goto("/komunikaty/")
    page.emulate_media(media="print")
    for furniture in (".emergency", ".masthead .btn", "nav.masthead-nav", ".foot-links"):
        expect(page.locator(furniture).first).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def test_nothing_moves_for_those_who_asked_for_it(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    assert page.locator(".btn").first.evaluate("part => getComputedStyle(part).transitionDuration") == "0s"


def test_with_forced_colours_buttons_and_tags_keep_an_edge(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/")
    for part in (".btn", ".tag"):
        edge = page.locator(f"main {part}").first.evaluate("part => getComputedStyle(part).borderTopStyle")
        assert edge == "solid"
