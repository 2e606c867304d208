"""Browsers that work on challenges, and addresses that were seen before."""

from __future__ import annotations

from typing import Any

import altcha
from django.test import RequestFactory

from selfservice.identity.robots import challenges, spending
from selfservice.identity.robots.purposes import SIGN_UP
from selfservice.identity.throttles.subjects import address_key


def request(address: str = "203.0.113.7") -> Any:
    return RequestFactory().post("/", REMOTE_ADDR=address)


def solved(purpose: str) -> str:
    """What a browser sends after it has worked on a challenge."""
    challenge = altcha.Challenge.from_dict(challenges.issue(purpose=purpose))
    solution = altcha.solve_challenge(challenge)
    assert solution
    return altcha.Payload(challenge, solution).to_base64()


def see(times: int, *, purpose: str = SIGN_UP.name, address: str = "203.0.113.7") -> None:
    for _time in range(times):
        spending.note_sighting(address=address_key(address), purpose=purpose)
