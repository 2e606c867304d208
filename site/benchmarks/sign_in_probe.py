"""Runs inside the office: signs in again and again, each time as somebody else from somewhere else.

Limits count addresses and accounts, so a measurement that never repeats either meets none of them.
"""

from __future__ import annotations

import json
import time
from itertools import count

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.test import Client
from measuring import median

PASSWORD = "several plain words 7"
# One for all: a new client would load all middleware again.
BROWSER = Client(headers={"host": "localhost"})
_places = count(1)


def main(repeats: int) -> None:
    """Print one JSON line: what was done -> median processor seconds."""
    make_password(PASSWORD)
    kept = make_password(PASSWORD)
    sign_in("warm-up@example.org", "not the words 1", status=200)
    taken: dict[str, list[float]] = {"hash": [], "right": [], "wrong": [], "unknown": []}
    for number in range(repeats):
        for name in ("right", "wrong"):
            known(f"{name}-{number}@example.org", kept)
        taken["hash"].append(seconds(lambda: make_password(PASSWORD)))
        taken["right"].append(sign_in(f"right-{number}@example.org", PASSWORD, status=302))
        taken["wrong"].append(sign_in(f"wrong-{number}@example.org", "not the words 1", status=200))
        taken["unknown"].append(sign_in(f"unknown-{number}@example.org", "not the words 1", status=200))
    print(json.dumps({name: median(values) for name, values in taken.items()}))


def known(email: str, password: str) -> None:
    """A customer with a confirmed address and a hash made before."""
    user = get_user_model().objects.create(email=email, password=password)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)


def sign_in(email: str, password: str, *, status: int) -> float:
    """Processor seconds of one try from a network address of its own."""
    place = next(_places)
    address = f"198.51.{place // 250}.{place % 250 + 1}"
    fields = {"login": email, "password": password}
    BROWSER.cookies.clear()
    answers = []
    taken = seconds(lambda: answers.append(BROWSER.post("/en/accounts/login/", fields, REMOTE_ADDR=address)))
    if answers[0].status_code != status:
        raise RuntimeError(f"signing in as {email} answered {answers[0].status_code}, expected {status}")
    return taken


def seconds(act) -> float:
    """Processor seconds of one act."""
    started = time.process_time()
    act()
    return time.process_time() - started
