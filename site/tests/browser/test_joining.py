"""Journeys of people who join: a sign-in of one's own, a customer account, a helper."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from letters import path_in_letter
from looking import look_well
from playwright.sync_api import Page, expect
from running import Office
from visiting import fill, prove, send, send_as_no_robot, sign_in

PASSWORD = "zielona-dolina-nad-rzeka-17"


def registered(page: Page, office: Office) -> str:
    """Create an account as anybody does, up to the choice of a customer account; returns the address."""
    email = f"nowa-{time.time_ns()}@demo.ebok.example"
    page.goto("/accounts/signup/")
    fill(page, email=email, password1=PASSWORD)
    send_as_no_robot(page, "password1", password1=PASSWORD)
    expect(page).to_have_url(re.compile("/confirm-email/"))
    page.goto(path_in_letter(office, to=email, pattern="/confirm-email/"))
    look_well(page, "confirm-address")
    page.locator("main form button.btn-primary").click()
    if "/login/" in page.url:
        fill(page, login=email, password=PASSWORD)
        send(page, "password")
    page.wait_for_url(re.compile("/portal/"))
    return email


def test_somebody_registers_confirms_by_letter_and_links_an_account_by_an_invoice(
    page: Page, office: Office
) -> None:
    proof = office.things["by invoice"]
    registered(page, office)
    page.goto("/portal/link/")
    look_well(page, "link")
    page.locator("a[href$='/link/invoice/']").click()
    fill(page, **{**proof, "gross": "1,00"})
    send(page, "gross")
    expect(page.locator(".error-summary")).to_be_visible()
    fill(page, gross=proof["gross"].replace(".", ","))
    look_well(page, "link-by-invoice")
    fill(page, **{**proof, "gross": proof["gross"].replace(".", ",")})
    send(page, "gross")
    page.wait_for_url(re.compile("/portal/accounts/"))
    page.goto(f"/portal/accounts/{proof['account_no']}/")
    expect(page.locator(".sum").first).to_be_visible()
    look_well(page, "linked-by-invoice")


def test_somebody_links_an_account_by_the_code_of_a_letter_and_the_code_works_once(
    page: Page, office: Office, newcomer: Callable[[], Page]
) -> None:
    proof = office.things["by code"]
    registered(page, office)
    page.goto("/portal/link/code/")
    look_well(page, "link-by-code")
    fill(page, **proof)
    send(page, "code")
    page.wait_for_url(re.compile("/portal/accounts/"))
    other = newcomer()
    registered(other, office)
    other.goto("/portal/link/code/")
    fill(other, **proof)
    send(other, "code")
    expect(other.locator(".error-summary")).to_be_visible()


def test_an_owner_invites_a_helper_who_accepts_and_later_loses_the_access(
    page: Page, office: Office, newcomer: Callable[[], Page]
) -> None:
    owner, helper = office.people["customer"], office.people["outsider"]
    people = "/portal/accounts/100248/people/"
    sign_in(page, owner)
    page.goto(f"{people}invite/")
    prove(page, owner)
    fill(page, email=helper.email, purpose="płaci za mamę")
    page.locator("[name=level][value=act]").check()
    for box in page.locator("[name=accounts]").all():
        box.set_checked(box.get_attribute("value") == "100248")
    send(page, "email")
    page.wait_for_url(re.compile("/people/$"))
    look_well(page, "people-invited")
    other = newcomer()
    sign_in(other, helper)
    other.goto(path_in_letter(office, to=helper.email, pattern="/portal/invitations/"))
    look_well(other, "invitation")
    other.locator("button[name=answer][value=accept]").click()
    answer = other.goto("/portal/accounts/100248/")
    assert answer
    assert answer.status == 200
    page.goto(people)
    page.locator(f"tr:has-text('{helper.email}') a[href$='/end/']").click()
    prove(page, owner)
    page.locator("main form button[type=submit], main form button:not([type])").last.click()
    page.wait_for_url(re.compile("/people/$"))
    gone = other.goto("/portal/accounts/100248/")
    assert gone
    assert gone.status == 404
