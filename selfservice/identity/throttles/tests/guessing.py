"""Guessers and owners at the sign-in form."""

from __future__ import annotations

from typing import Any

from django.test import Client

from selfservice.identity.models import User
from selfservice.identity.tests.factories import PASSWORD
from selfservice.identity.throttles.rules import SIGN_IN

LOGIN = "/en/accounts/login/"


def try_password(client: Client, email: str, password: str, **extra: Any) -> Any:
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def lock(email: str, clock: Any, client: Client | None = None) -> Any:
    """Guess as fast as the waits allow until the lock falls; returns the answer after it."""
    attacker = client or Client()
    for number in range(1, SIGN_IN.locks_at + 1):
        try_password(attacker, email, "wrong")
        if number < SIGN_IN.locks_at:
            clock.shift(SIGN_IN.wait_after(number))
    return try_password(attacker, email, PASSWORD)


def known_browser(user: User) -> Client:
    client = Client()
    try_password(client, user.email, PASSWORD)
    assert is_signed_in(client)
    client.post("/en/accounts/logout/")
    return client
