"""Who tries, written so that different spellings count as one and nothing can be read back."""

from __future__ import annotations

import unicodedata

from django.conf import settings
from django.utils.crypto import salted_hmac

from ebok.core.addresses import neighbourhood

SALT = "ebok.throttles"


def subject_of(typed: str) -> str:
    """A keyed hash of what was typed: case, accents, blanks and look-alike forms make no difference."""
    return _hash("subject", _plain(typed), key=settings.SECRET_KEY)


def owner_of(login: str) -> str:
    """A keyed hash of exactly this address: look-alikes count together, but are different people."""
    return owners_of(login)[0]


def owners_of(login: str) -> tuple[str, ...]:
    """`owner_of` by the secret key of today and by those that it replaced: what a browser may hold."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return tuple(_hash("subject", login.strip().lower(), key=key) for key in keys)


def address_key(address: str) -> str:
    """A keyed hash of a client address; of an IPv6 address its network counts."""
    return _hash("address", neighbourhood(address), key=settings.SECRET_KEY)


def _plain(typed: str) -> str:
    decomposed = unicodedata.normalize("NFKD", typed).replace("ł", "l").replace("Ł", "L")
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    visible = "".join(letter for letter in plain if letter.isprintable() and not letter.isspace())
    return unicodedata.normalize("NFKC", visible.casefold())


def _hash(kind: str, text: str, *, key: str) -> str:
    return salted_hmac(f"{SALT}.{kind}", text, secret=key, algorithm="sha256").hexdigest()
