"""A journey through the inbox on a phone: behind More, opened, kept for later, all marked."""

from __future__ import annotations

import re

from opening import Opener
from playwright.sync_api import Page, expect

SUBJECT = "Twój odczyt OD-1 odrzucono"


def overlapping(page: Page) -> list[str]:
    """Links of the menu behind More that lie over the one before them."""
    found: list[str] = page.locator(".menu.up .menu-list a").evaluate_all(
        """links => links.filter((link, at) => at &&
            link.getBoundingClientRect().top < links[at - 1].getBoundingClientRect().bottom - 1
        ).map(link => link.textContent.trim())"""
    )
    return found


def test_a_message_is_found_behind_more_opened_and_kept_for_later(opener: Opener) -> None:
    page = opener.open("customer", "/portal/accounts/100245/", scheme="dark", width=360)
    page.locator(".bottom-bar summary").click()
    assert overlapping(page) == []
    page.locator(".menu.up a[href='/portal/messages/']").click()
    row = page.locator("tr", has_text=SUBJECT)
    expect(row.locator(".tag.info")).to_be_visible()
    row.locator("button").click()
    page.wait_for_url(re.compile(r"/portal/messages/\d+/$"))
    message = page.url
    expect(page.locator("article")).to_contain_text("Na zdjęciu widać inny wodomierz.")
    page.locator("form[action$='/unread/'] button").click()
    expect(page.locator(".alert.ok")).to_be_visible()
    expect(row.locator(".tag.info")).to_be_visible()
    page.goto(message)
    page.locator("form[action$='/read/'] button").click()
    page.goto("/portal/messages/")
    expect(row.locator(".tag.quiet")).to_be_visible()
    row.locator("a").click()
    page.locator("form[action$='/unread/'] button").click()
