"""Every screen behind the sign-in and around it, as each kind of person sees it, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from access_matrix.town import parameters_of_urls
from django.urls import reverse
from django.utils import translation
from hearing import ill_heard
from looking import LOOKS, ZOOMED, faults, shoot, too_wide
from opening import Opener
from playwright.sync_api import Locator
from running import Office
from screens import Screen, names_that_are_gone, screens
from tabbing import ill_walked

ALWAYS_THE_SAME = {
    "account_confirm_email": {"key": "invented"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "invented"},
}


def address(screen: Screen, office: Office, *, language: str = "pl") -> str:
    things: dict[str, Any] = {**office.things, **ALWAYS_THE_SAME}.get(screen.route, {})
    own = {"account_no": "100245"} if "account_no" in parameters_of_urls()[screen.route] else {}
    with translation.override(language):
        return reverse(screen.route, kwargs=own | things) + screen.face


def test_every_screen_named_here_is_there() -> None:
    assert names_that_are_gone() == set()


@pytest.mark.parametrize("screen", screens(), ids=str)
def test_a_screen_is_accessible_and_fits_phone_and_desk(
    opener: Opener, office: Office, screen: Screen
) -> None:
    found = {}
    for scheme, width in LOOKS:
        page = opener.open(screen.person, address(screen, office), scheme=scheme, width=width)
        found[scheme] = faults(page)
        heard = ill_heard(page)
        shoot(page, str(screen), scheme=scheme)
    page.set_viewport_size({"width": ZOOMED, "height": 800})
    assert too_wide(page) == [], "scrolls sideways at 400 %"
    page = opener.open(screen.person, address(screen, office, language="en"), scheme="light", width=360)
    found["english"] = faults(page)
    assert (heard, ill_heard(page)) == ({}, {}), "a screen reader tells it badly"
    assert ill_walked(page) == {}, "whoever has no mouse is lost"
    assert found == {"light": {}, "dark": {}, "english": {}}
    assert opener.offences() == []


def test_an_error_takes_the_focus_and_leads_to_its_field_by_keyboard(opener: Opener, office: Office) -> None:
    track = Screen("guest:track", "visitor")
    page = opener.open("visitor", address(track, office), scheme="light", width=360)
    page.locator("main form button.btn-primary").click()
    page.wait_for_selector(".error-summary")
    assert page.evaluate("document.activeElement.id") == "errors"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    field = page.locator("input[name=number]")
    assert field.evaluate("field => document.activeElement === field")
    error = page.locator(f"#{described(field)[-1]}").inner_text().partition(":")[2].strip()
    assert error
    assert error in page.locator(".error-summary").inner_text()
    assert ill_heard(page) == {}


def test_a_warning_before_the_end_of_a_session_is_told_at_once(opener: Opener, office: Office) -> None:
    page = opener.open(
        "customer", address(Screen("portal:my_data", "customer"), office), scheme="light", width=360
    )
    warning = page.locator("[data-session-watch] [data-part=soon]")
    assert warning.get_attribute("role") == "alert"


def described(field: Locator) -> list[str]:
    return (field.get_attribute("aria-describedby") or "").split()
