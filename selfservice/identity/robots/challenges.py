"""Proof of work (ALTCHA, version 2): a browser computes for a moment, a robot for every single form.

Challenges are made and checked here; nobody else is asked and nothing is kept until one is spent.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import altcha
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from selfservice.identity.robots.errors import ProofRefused

ALGORITHM = "PBKDF2/SHA-256"
GOOD_FOR = timedelta(minutes=20)
LONGEST_PROOF = 8192


@dataclass(frozen=True, slots=True)
class Proof:
    """A right proof: its fingerprint, and until when it could be shown again."""

    digest: str
    expires_at: datetime


def issue(*, purpose: str) -> dict[str, Any]:
    """A challenge for one form, as the widget wants it."""
    counter = settings.ROBOT_WORK // 2 + secrets.randbelow(settings.ROBOT_WORK // 2 + 1)
    challenge = altcha.create_challenge(
        ALGORITHM,
        settings.ROBOT_COST,
        counter=counter,
        expires_at=int(time.time() + GOOD_FOR.total_seconds()),
        data={"purpose": purpose},
        hmac_secret=_secret("challenge"),
        hmac_key_secret=_secret("key"),
    )
    return dict(challenge.to_dict())


def check(payload: str, *, purpose: str) -> Proof:
    """Check a proof that a browser sent.

    Raises:
        ProofRefused: it is nonsense, forged, too old, wrong or made for another form.
    """
    if len(payload) > LONGEST_PROOF:
        raise ProofRefused
    result = altcha.verify_solution(payload, hmac_secret=_secret("challenge"), hmac_key_secret=_secret("key"))
    if not result.verified:
        raise ProofRefused
    parameters = altcha.Payload.from_base64(payload).challenge.parameters
    if (parameters.data or {}).get("purpose") != purpose or not parameters.expires_at:
        raise ProofRefused
    digest = hashlib.sha256(f"proof:{parameters.nonce}".encode()).hexdigest()
    expires_at = datetime.fromtimestamp(parameters.expires_at, tz=timezone.get_default_timezone())
    return Proof(digest=digest, expires_at=expires_at)


def _secret(use: str) -> str:
    return salted_hmac(f"ebok.robots.{use}", "", algorithm="sha256").hexdigest()
