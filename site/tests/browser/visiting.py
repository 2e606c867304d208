"""Visitors: how they sign in, and what none of them must ever meet."""

from __future__ import annotations

import time
from base64 import b32decode

from django_otp.oath import TOTP
from playwright.sync_api import BrowserContext, Page, Request
from running import Person

STEP_SECONDS = 30
# A code works once; whoever signs in again at once types the next one, or waits for it.
_last_step: dict[str, int] = {}


class Watch:
    """What a visitor must never meet: foreign requests, policy violations, script errors."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.offences: list[str] = []
        self.address = address
        context.on("request", self._request)
        context.on("console", lambda message: self._console(message.type, message.text))
        context.on("weberror", lambda error: self.offences.append(f"script error: {error.error}"))

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.offences.append(f"third-party request: {request.url}")

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and "Content Security Policy" in text:
            self.offences.append(text)


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


def next_code(person: Person) -> str:
    """A code of the person's app that he has not used yet."""
    assert person.totp
    step = max(int(time.time()) // STEP_SECONDS, _last_step.get(person.email, 0) + 1)
    time.sleep(max(0, (step - 1) * STEP_SECONDS - time.time()))
    _last_step[person.email] = step
    clock = TOTP(b32decode(person.totp))
    clock.time = step * STEP_SECONDS
    return f"{clock.token():06d}"
