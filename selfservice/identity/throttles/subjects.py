"""Who tries, written so that different spellings count as one and nothing can be read back."""

from __future__ import annotations

import unicodedata
from ipaddress import IPv6Address, ip_address, ip_network

from django.utils.crypto import salted_hmac

SALT = "ebok.throttles"
# One household or one server gets at least a /64 of IPv6; single addresses in it cost nothing.
IPV6_PREFIX = 64


def subject_of(typed: str) -> str:
    """A keyed hash of what was typed: case, accents, blanks and look-alike forms make no difference."""
    decomposed = unicodedata.normalize("NFKD", typed).replace("ł", "l").replace("Ł", "L")
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    visible = "".join(letter for letter in plain if letter.isprintable() and not letter.isspace())
    return _hash("subject", unicodedata.normalize("NFKC", visible.casefold()))


def address_key(address: str) -> str:
    """A keyed hash of a client address; of an IPv6 address its network counts."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return _hash("address", address)
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return _hash("address", str(ip_network((parsed, IPV6_PREFIX), strict=False)))
    return _hash("address", str(getattr(parsed, "ipv4_mapped", None) or parsed))


def _hash(kind: str, text: str) -> str:
    return salted_hmac(f"{SALT}.{kind}", text, algorithm="sha256").hexdigest()
