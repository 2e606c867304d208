"""Journeys of people who look after their own sign-in: consents, sessions, second factor, its end."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from looking import look_well
from playwright.sync_api import Page, expect
from running import Office
from test_joining import PASSWORD, registered
from visiting import fill, next_code, prove, send, sign_in
from ways import Way, in_both_ways

HALF_AN_HOUR = 30 * 60
WARNED_BEFORE = 2 * 60


@in_both_ways
def test_a_consent_is_taken_back_as_easily_as_it_is_given(way: Way) -> None:
    page, office = way.page, way.office
    person = office.people["customer"]
    sign_in(page, person, language=way.language)
    way.go("/portal/accounts/100245/consents/")
    marketing = page.locator("section[aria-labelledby=marketing]")
    button = marketing.locator("button[name=act]").last
    before = button.get_attribute("value")
    for _once in range(2):
        given = button.get_attribute("value")
        button.click()
        prove(page, person)
        page.wait_for_load_state()
        expect(button).to_have_attribute("value", "withdraw" if given == "give" else "give")
    expect(button).to_have_attribute("value", before or "")
    expect(page.locator("section[aria-labelledby=history] li").first).to_be_visible()
    way.go("/portal/accounts/100245/consents/")
    way.look("consents")


@in_both_ways
def test_a_session_ended_from_another_browser_is_over(way: Way) -> None:
    page, office = way.page, way.office
    person = office.people["delegate"]
    sign_in(page, person, language=way.language)
    other = way.newcomer()
    sign_in(other, person)
    way.go("/accounts/devices/")
    way.look("devices")
    page.locator("form[action$='/end-others/'] button").click()
    page.wait_for_load_state()
    expect(page.locator("form[action$='/end-others/']")).to_have_count(0)
    other.goto("/portal/accounts/100245/")
    expect(other).to_have_url(re.compile("/accounts/login/"))
    way.go("/portal/accounts/100245/")
    expect(page).to_have_url(re.compile("/portal/accounts/100245/$"))


def test_a_customer_sets_up_a_second_factor_and_signs_in_with_it(
    page: Page, office: Office, newcomer: Callable[[], Page], tmp_path: Path
) -> None:
    email = registered(page, office)
    person = replace(
        office.people["outsider"], email=email, password=PASSWORD, last_code=tmp_path / "last-code"
    )
    page.goto("/accounts/second-factor/set-up/")
    prove(page, person)
    look_well(page, "second-factor-set-up")
    key = page.locator("#typed-key").inner_text().replace(" ", "")
    person = replace(person, totp=key)
    fill(page, code=next_code(person))
    send(page, "code")
    expect(page.locator("#recovery-codes li")).to_have_count(10)
    page.locator("main a.btn-primary.fill").click()
    other = newcomer()
    other.goto("/accounts/login/")
    fill(other, login=email, password=PASSWORD)
    send(other, "password")
    expect(other).to_have_url(re.compile("/second-factor/sign-in/"))
    look_well(other, "second-factor-sign-in")
    fill(other, code="000000")
    send(other, "code")
    expect(other.locator(".error-summary")).to_be_visible()
    other.wait_for_timeout(1500)  # after a wrong code the next one counts a second later
    fill(other, code=next_code(person))
    send(other, "code")
    expect(other).to_have_url(re.compile("/portal/"))


@pytest.fixture
def idle_page(page: Page, office: Office) -> Page:
    """A page whose clock stands two minutes before the end of an idle session."""
    page.clock.install()
    sign_in(page, office.people["building_manager"])
    page.goto("/portal/announcements/")
    page.route("**/devices/time-left/", lambda route: route.abort())
    page.clock.fast_forward((HALF_AN_HOUR - WARNED_BEFORE + 20) * 1000)
    return page


def test_before_the_session_ends_a_warning_offers_to_stay(idle_page: Page) -> None:
    warning = idle_page.locator("[data-part=soon]")
    expect(warning).to_be_visible()
    with idle_page.expect_response("**/devices/extend/") as answer:
        warning.locator("[data-extend]").click()
    assert answer.value.json()["idle"] > WARNED_BEFORE
    expect(warning).to_be_hidden()


def test_after_the_end_the_way_back_is_shown(idle_page: Page) -> None:
    idle_page.clock.fast_forward(WARNED_BEFORE * 1000)
    expect(idle_page.locator("[data-part=over]")).to_be_visible()
    expect(idle_page.locator("[data-part=soon]")).to_be_hidden()


def test_after_the_end_nobody_who_passes_by_reads_anything_and_typed_text_comes_back(
    idle_page: Page, office: Office
) -> None:
    idle_page.goto("/portal/my-data/profile/")
    idle_page.locator("[name=display_name]").fill("Nowe imię")
    idle_page.clock.fast_forward((HALF_AN_HOUR + 20) * 1000)
    expect(idle_page.locator("[data-part=over]")).to_be_visible()
    assert idle_page.locator("main > *").count() == 1
    assert office.people["building_manager"].email not in idle_page.content()
    idle_page.locator("[data-again]").click()
    expect(idle_page.locator("[name=display_name]")).to_have_value("Nowe imię")
