"""Secrets of authenticator apps are kept encrypted; whoever copies the database cannot make codes.

The key is derived from SECRET_KEY. Old keys in SECRET_KEY_FALLBACKS still open what they sealed, and
`manage.py reseal_factors` seals everything anew so that they can be retired.
"""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"ebok second factor"


class CannotOpen(Exception):
    """Sealed with a key that is in SECRET_KEY and SECRET_KEY_FALLBACKS no more, damaged, or too old."""


def seal(secret: bytes) -> str:
    """Encrypt with today's key."""
    return _keys().encrypt(secret).decode()


def unseal(sealed: str, *, longest: int | None = None) -> bytes:
    """Decrypt with today's key or an older one.

    Parameters:
        longest: greatest age in seconds; None for no limit.

    Raises:
        CannotOpen: see there.
    """
    try:
        return _keys().decrypt(sealed.encode(), ttl=longest)
    except InvalidToken as error:
        raise CannotOpen from error


def reseal(sealed: str) -> str:
    """The same secret, sealed with today's key.

    Raises:
        CannotOpen: see there.
    """
    try:
        return _keys().rotate(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotOpen from error


def _keys() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@lru_cache(maxsize=8)
def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
