"""Every public page, by day on a phone and by night on a desk; what pages weigh."""

from __future__ import annotations

import pytest
from looking import LOOKS, ZOOMED, faults, shoot, too_wide, weighed
from opening import VISITOR, Opener
from playwright.sync_api import Page
from running import Office
from visiting import sign_in

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
# The gallery shows a component several times, landmarks too.
EXCUSED = {"gallery": ("landmark-unique",)}
MEANT_TO_BE_MISSING = ("not-found", "not-found-en")


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_is_accessible_and_fits_every_screen(opener: Opener, name: str) -> None:
    """Rules where the appearance decides: light narrow, dark wide."""
    found, status = {}, 404 if name in MEANT_TO_BE_MISSING else 200
    for scheme, width in LOOKS:
        page = opener.open(VISITOR, PUBLIC[name], scheme=scheme, width=width, status=status)
        found[scheme] = faults(page, excused=EXCUSED.get(name, ()))
        shoot(page, name, scheme=scheme)
    page.set_viewport_size({"width": ZOOMED, "height": 800})
    assert too_wide(page) == [], "scrolls sideways at 400 %"
    assert found == {"light": {}, "dark": {}}
    assert opener.offences() == []


@pytest.mark.parametrize("path", ["/", "/en/", "/komunikaty/", "/kontakt/", "/accounts/login/"])
def test_a_public_page_weighs_at_most_100_kb(page: Page, path: str) -> None:
    with weighed(page) as weights:
        page.goto(path)
        page.wait_for_load_state("networkidle")
    assert len(weights) >= 4
    assert sum(weights.values()) <= 100_000, weights


def test_the_dashboard_weighs_at_most_200_kb(page: Page, office: Office) -> None:
    sign_in(page, office.people["customer"])
    with weighed(page) as weights:
        page.goto(f"/portal/accounts/{office.people['customer'].accounts[0]}/")
        page.wait_for_load_state("networkidle")
    assert len(weights) >= 4
    assert sum(weights.values()) <= 200_000, weights
