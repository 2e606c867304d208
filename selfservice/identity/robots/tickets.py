"""When a form was shown: signed into the form itself, so that haste is seen and patience counts."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.utils import timezone

SALT = "ebok.robots.ticket"
GOOD_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A form that was shown `age` ago."""

    digest: str
    age: timedelta
    expires_at: datetime


def issue(*, purpose: str) -> str:
    """A ticket for a form shown now."""
    facts = {"purpose": purpose, "nonce": secrets.token_hex(8), "at": int(timezone.now().timestamp() * 1000)}
    return signing.dumps(facts, salt=SALT)


def read(text: str, *, purpose: str) -> Ticket | None:
    """What a ticket says; None for one that is forged, of another form, or older than `GOOD_FOR`."""
    try:
        facts = signing.loads(text, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    if facts["purpose"] != purpose:
        return None
    shown_at = datetime.fromtimestamp(facts["at"] / 1000, tz=timezone.get_default_timezone())
    digest = hashlib.sha256(f"ticket:{facts['nonce']}".encode()).hexdigest()
    return Ticket(digest=digest, age=timezone.now() - shown_at, expires_at=shown_at + GOOD_FOR)
