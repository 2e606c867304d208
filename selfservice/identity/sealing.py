"""What a copied database must not tell is kept encrypted: secrets of authenticator apps, what strangers type.

The key is derived from SECRET_KEY, another one for each purpose. Old keys in SECRET_KEY_FALLBACKS still
open what they sealed, and `manage.py reseal_factors` seals the lasting ones anew so that they can be retired.
"""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

# Never changed: what was sealed for a purpose opens with its name alone.
FACTOR = b"ebok second factor"
PASSWORD_LETTER = b"ebok letter for a new password"
REGISTRATION = b"ebok registration"
REPLACED_ADDRESS = b"ebok letter to a replaced address"


class CannotOpen(Exception):
    """Sealed with a key that is in SECRET_KEY and SECRET_KEY_FALLBACKS no more, damaged, or too old."""


def seal(secret: bytes, *, purpose: bytes) -> str:
    """Encrypt with today's key for this purpose."""
    return _keys(purpose).encrypt(secret).decode()


def unseal(sealed: str, *, purpose: bytes, longest: int | None = None) -> bytes:
    """Decrypt with today's key or an older one.

    Parameters:
        purpose: the same as when it was sealed.
        longest: greatest age in seconds; None for no limit.

    Raises:
        CannotOpen: see there.
    """
    try:
        return _keys(purpose).decrypt(sealed.encode(), ttl=longest)
    except InvalidToken as error:
        raise CannotOpen from error


def reseal(sealed: str, *, purpose: bytes) -> str:
    """The same secret, sealed with today's key.

    Raises:
        CannotOpen: see there.
    """
    try:
        return _keys(purpose).rotate(sealed.encode()).decode()
    except InvalidToken as error:
        raise CannotOpen from error


def _keys(purpose: bytes) -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([_fernet(key, purpose) for key in keys])


@lru_cache(maxsize=16)
def _fernet(key: str, purpose: bytes) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
