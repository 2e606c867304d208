"""Runs inside the office: does one act for somebody known and for somebody unknown, in random order."""

from __future__ import annotations

import gc
import json
import random
import secrets
import time
from collections.abc import Callable
from itertools import count

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client
from portal_town import FEW

from selfservice.identity.throttles.models import FailureFrom, Tries

PASSWORD, WRONG = "several plain words 7", "not these words 1"
RUN = secrets.token_hex(4)
_numbers = count(1)
_places = count(1)


def main(act: str, pairs: int) -> None:
    """Print one JSON line: known and unknown -> seconds of every single act."""
    settings.ROBOT_CHECK = "off"  # robots' puzzles are the same for everybody and not what is measured
    settings.BREACHED_PASSWORDS = "off"
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    kept = make_password(PASSWORD)
    taken: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(-3, pairs):
        kinds = ["known", "unknown"]
        random.shuffle(kinds)
        for kind in kinds:
            seconds = timed(ACTS[act](kind == "known", kept))
            if number >= 0:
                taken[kind].append(seconds)
    print(json.dumps(taken))


def sign_in(is_known: bool, kept: str) -> Callable[[], object]:
    """A wrong password."""
    fields = {"login": address(is_known, kept), "password": WRONG}
    return lambda: browser().post("/en/accounts/login/", fields, REMOTE_ADDR=place())


def registration(is_known: bool, kept: str) -> Callable[[], object]:
    """The same answer for an address that is taken."""
    fields = {"email": address(is_known, kept), "password1": "other words entirely 9"}
    return lambda: browser().post("/en/accounts/signup/", fields, REMOTE_ADDR=place())


def reset(is_known: bool, kept: str) -> Callable[[], object]:
    """Asking for a new password."""
    fields = {"email": address(is_known, kept)}
    return lambda: browser().post("/en/accounts/password/reset/", fields, REMOTE_ADDR=place())


def link_by_invoice(is_known: bool, kept: str) -> Callable[[], object]:
    """A wrong amount for an account that is there, and for one that nobody has."""
    return _link("invoice", is_known, kept, invoice_no="FV/2026/11/1", gross="1,23")


def link_by_code(is_known: bool, kept: str) -> Callable[[], object]:
    """A wrong code for an account that is there, and for one that nobody has."""
    return _link("code", is_known, kept, code="WRNG-7K2M-QX4T")


def _link(way: str, is_known: bool, kept: str, **proof: str) -> Callable[[], object]:
    user = get_user_model().objects.get(email=address(True, kept))
    client = browser()
    client.force_login(user)
    fields = {"account_no": FEW if is_known else f"9{next(_numbers):05}", **proof}
    return lambda: client.post(f"/en/portal/link/{way}/", fields, REMOTE_ADDR=place())


ACTS = {
    "sign_in": sign_in,
    "registration": registration,
    "reset": reset,
    "link_by_invoice": link_by_invoice,
    "link_by_code": link_by_code,
}


def browser() -> Client:
    """One for all, without cookies: a new client would load all middleware again."""
    BROWSER.cookies.clear()
    return BROWSER


BROWSER = Client(headers={"host": "localhost"})


def address(is_known: bool, kept: str) -> str:
    """An address of its own, of the same length; for somebody known with a confirmed user."""
    email = f"person-{RUN}-{next(_numbers):06}@example.org"
    if is_known:
        user = get_user_model().objects.create(email=email, password=kept)
        EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return email


def place() -> str:
    """A client address that no limit has seen."""
    number = next(_places)
    return f"198.{18 + number // 62_500 % 2}.{number // 250 % 250}.{number % 250 + 1}"


def timed(act: Callable[[], object]) -> float:
    """Seconds of one act, with limits and garbage out of the way."""
    Tries.objects.all().delete()
    FailureFrom.objects.all().delete()
    cache.clear()
    gc.collect()
    gc.disable()
    started = time.perf_counter()
    answer = act()
    seconds = time.perf_counter() - started
    gc.enable()
    if answer.status_code not in {200, 302}:  # type: ignore[attr-defined]
        raise RuntimeError(f"answered {answer.status_code}")  # type: ignore[attr-defined]
    return seconds
