"""Who tries, written so that different spellings count as one and nothing can be read back."""

from __future__ import annotations

import unicodedata

from django.utils.crypto import salted_hmac

from ebok.core.addresses import neighbourhood

SALT = "ebok.throttles"


def subject_of(typed: str) -> str:
    """A keyed hash of what was typed: case, accents, blanks and look-alike forms make no difference."""
    decomposed = unicodedata.normalize("NFKD", typed).replace("ł", "l").replace("Ł", "L")
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    visible = "".join(letter for letter in plain if letter.isprintable() and not letter.isspace())
    return _hash("subject", unicodedata.normalize("NFKC", visible.casefold()))


def address_key(address: str) -> str:
    """A keyed hash of a client address; of an IPv6 address its network counts."""
    return _hash("address", neighbourhood(address))


def _hash(kind: str, text: str) -> str:
    return salted_hmac(f"{SALT}.{kind}", text, algorithm="sha256").hexdigest()
