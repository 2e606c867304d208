"""Making secrets and recognising them."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32
"""Random bytes of a secret: 256 bits, so it cannot be guessed and a plain hash of it is enough."""
_LONGEST = 100


def new_token() -> str:
    """A fresh secret: 43 letters, digits, `-` and `_`, safe in addresses and headers."""
    return secrets.token_urlsafe(BYTES)


def hash_of(token: str) -> str:
    """What is kept of a secret: SHA-256, 64 hex digits."""
    return hashlib.sha256(token[:_LONGEST].encode("utf-8", "replace")).hexdigest()
