"""Every page, in both languages, by day and by night, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from looking import WIDTHS, ZOOMED, shoot, show_all, too_small, too_wide, violations, weighed
from playwright.sync_api import Browser, Page
from running import Office

PUBLIC = {
    "home": "/",
    "home-en": "/en/",
    "announcements": "/komunikaty/",
    "announcements-en": "/en/announcements/",
    "street": "/czy-jest-woda/?street=Lipowa&number=12",
    "library": "/wzory-dokumentow/",
    "prices": "/ceny-i-taryfy/",
    "for-customers": "/dla-klienta/",
    "contact": "/kontakt/",
    "contact-form": "/napisz-do-nas/",
    "search": "/szukaj/?q=woda",
    "accessibility": "/deklaracja-dostepnosci/",
    "sign-in": "/accounts/login/",
    "sign-in-en": "/en/accounts/login/",
    "sign-up": "/accounts/signup/",
    "reset": "/accounts/password/reset/",
    "not-found": "/nie-ma-takiej-strony/",
    "not-found-en": "/en/no-such-page/",
    "gallery": "/styleguide/",
}
PORTAL = {
    "dashboard": "",
    "invoices": "invoices/",
    "invoices-none": "invoices/?q=nothing-like-this",
    "contracts": "contracts/",
    "documents": "documents/",
    "customer": "customer/",
}
ACCOUNT = {
    "portal-announcements": "/portal/announcements/",
    "change-password": "/accounts/password/change/",
    "change-email": "/accounts/email/",
    "sign-out": "/accounts/logout/",
}
# The gallery shows a component several times, landmarks too.
EXCUSED = {"gallery": ("landmark-unique",)}
MEANT_TO_BE_MISSING = ("not-found", "not-found-en")
Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, browser_context_args: dict[str, Any], office: Office) -> Any:
    """Opens a page in a context of its own: `opened(path, scheme=, width=, state=)`."""
    contexts = []

    def open_page(path: str, *, scheme: str, width: int, state: dict[str, Any] | None = None) -> Page:
        context = browser.new_context(
            **browser_context_args,
            color_scheme=scheme,
            viewport={"width": width, "height": 800},
            storage_state=state,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()


def look_at(opened: Opened, name: str, path: str, state: dict[str, Any] | None = None) -> None:
    """Pictures in every appearance; rules where the appearance decides: light narrow, dark wide."""
    for scheme, width_of_rules in (("light", WIDTHS[0]), ("dark", WIDTHS[1])):
        page = opened(path, scheme=scheme, width=width_of_rules, state=state)
        show_all(page)
        assert violations(page, excused=EXCUSED.get(name, ())) == ""
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert too_wide(page) == [], f"scrolls sideways at {width} px"
            assert too_small(page) == [], f"too small to touch at {width} px"
            shoot(page, name, scheme=scheme)
    page.set_viewport_size({"width": ZOOMED, "height": 800})
    assert too_wide(page) == [], "scrolls sideways at 400 %"


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_is_accessible_and_fits_every_screen(opened: Opened, name: str) -> None:
    look_at(opened, name, PUBLIC[name])


@pytest.mark.parametrize("name", PORTAL)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_page_of_the_portal_is_accessible_and_fits_every_screen(
    opened: Opened, office: Office, customer_state: dict[str, Any], name: str, language: str
) -> None:
    prefix = "" if language == "pl" else "/en"
    account_no = office.people["customer"].accounts[0]
    path = f"{prefix}/portal/accounts/{account_no}/{PORTAL[name]}"
    look_at(opened, f"portal-{name}-{language}", path, customer_state)


@pytest.mark.parametrize("name", ACCOUNT)
def test_a_page_of_the_user_is_accessible_and_fits_every_screen(
    opened: Opened, customer_state: dict[str, Any], name: str
) -> None:
    look_at(opened, name, ACCOUNT[name], customer_state)


def test_an_invoice_is_accessible_and_fits_every_screen(
    opened: Opened, office: Office, customer_state: dict[str, Any]
) -> None:
    account_no = office.people["customer"].accounts[0]
    listed = opened(
        f"/portal/accounts/{account_no}/invoices/", scheme="light", width=1280, state=customer_state
    )
    path = listed.locator("main table a.strong").first.get_attribute("href")
    assert path
    look_at(opened, "portal-invoice", path, customer_state)


@pytest.mark.parametrize("name", [name for name in PUBLIC if name not in MEANT_TO_BE_MISSING])
def test_the_pages_looked_at_are_there(page: Page, name: str) -> None:
    answer = page.goto(PUBLIC[name])
    assert answer
    assert answer.status == 200


@pytest.mark.parametrize("path", ["/", "/en/", "/komunikaty/", "/kontakt/", "/accounts/login/"])
def test_a_public_page_weighs_at_most_100_kb(page: Page, path: str) -> None:
    with weighed(page) as weights:
        page.goto(path)
        page.wait_for_load_state("networkidle")
    assert len(weights) >= 4
    assert sum(weights.values()) <= 100_000, weights


def test_the_dashboard_weighs_at_most_200_kb(
    browser: Browser, browser_context_args: dict[str, Any], office: Office, customer_state: dict[str, Any]
) -> None:
    context = browser.new_context(**browser_context_args, storage_state=customer_state)
    page = context.new_page()
    with weighed(page) as weights:
        page.goto(f"/portal/accounts/{office.people['customer'].accounts[0]}/")
        page.wait_for_load_state("networkidle")
    context.close()
    assert len(weights) >= 4
    assert sum(weights.values()) <= 200_000, weights
