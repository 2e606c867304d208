"""Visitors: how they sign in, and what none of them must ever meet."""

from __future__ import annotations

import time
from base64 import b32decode
from fcntl import LOCK_EX, flock

from django_otp.oath import TOTP
from playwright.sync_api import BrowserContext, Dialog, Page, Request, Response, expect
from running import Person

STEP_SECONDS = 30
RAN = "a planted script ran"
PLANTED = f'Object.defineProperty(window, "ebokPwned", {{set: () => console.error("{RAN}")}});'
"""What the texts of `hostile` do when a page runs them is told to the console, however late they run."""


class Watch:
    """What a visitor must never meet: foreign requests, policy violations, script errors, planted scripts."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.offences: list[str] = []
        self.address = address
        context.add_init_script(PLANTED)
        context.on("dialog", self._dialog)
        context.on("request", self._request)
        context.on("console", lambda message: self._console(message.type, message.text))
        context.on("weberror", lambda error: self.offences.append(f"script error: {error.error}"))

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.offences.append(f"third-party request: {request.url}")

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and ("Content Security Policy" in text or RAN in text):
            self.offences.append(text)

    def _dialog(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":  # the CMS asks before unsaved work is left
            dialog.accept()
            return
        self.offences.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def sign_in(page: Page, person: Person, *, language: str = "pl") -> None:
    """Through the form, as anybody does."""
    page.goto("/accounts/login/" if language == "pl" else "/en/accounts/login/")
    page.locator("input[name=login]").fill(person.email)
    page.locator("input[name=password]").fill(person.password)
    page.locator("main form button.btn-primary").click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    if person.totp and "/second-factor/" in page.url:
        page.locator("input[name=code]").fill(next_code(person))
        page.locator("main form button.btn-primary").click()
        page.wait_for_url(lambda url: "/second-factor/" not in url)


def send(page: Page, field: str, *, button: str = "button.btn-primary") -> None:
    """Press the button of the form that has this field."""
    page.locator(f"form:has([name='{field}']) {button}").first.click()


def fill(page: Page, **values: str) -> None:
    """Type into fields by their names."""
    for name, value in values.items():
        page.locator(f"main [name='{name}']").fill(value)


def send_as_no_robot(page: Page, field: str, **again: str) -> None:
    """Send a form that is guarded against robots; who types as fast as a test is asked for a proof.

    `again` is what has to be typed anew when the form comes back.
    """
    with page.expect_navigation():
        send(page, field)
    if page.locator("altcha-widget").count() and page.locator(".error-summary").count():
        fill(page, **again)
        expect(page.locator("altcha-widget input[type=checkbox]")).to_be_checked(timeout=20_000)
        with page.expect_navigation():
            send(page, field)


def prove(page: Page, person: Person) -> Response | None:
    """Answer the question whether it is still he; the answer is the page asked for before."""
    if "/reauthenticate/" in page.url:
        page.locator("input[name=password]").fill(person.password)
    elif "/second-factor/confirm/" in page.url:
        page.locator("input[name=code]").fill(next_code(person))
    else:
        return None
    with page.expect_navigation() as onward:
        page.locator("main form button.btn-primary").click()
    return onward.value


def say_why(page: Page) -> Response | None:
    """Answer why somebody of the office opens an account; the answer is the page asked for before."""
    form = page.locator("form[action$='/reason/']")
    if page.url.endswith("/reason/") or not form.count():
        return None
    form.locator("input[type=radio]").first.check()
    with page.expect_navigation() as onward:
        form.locator("button.btn-primary").click()
    return onward.value


def next_code(person: Person) -> str:
    """A code of the person's app that nobody has used: whoever signs in again at once waits for the next."""
    assert person.totp
    assert person.last_code
    with person.last_code.open("a+") as kept:
        flock(kept, LOCK_EX)
        kept.seek(0)
        step = max(int(time.time()) // STEP_SECONDS, int(kept.read() or 0) + 1)
        kept.truncate(0)
        kept.write(str(step))
    time.sleep(max(0, (step - 1) * STEP_SECONDS - time.time()))
    clock = TOTP(b32decode(person.totp))
    clock.time = step * STEP_SECONDS
    return f"{clock.token():06d}"
