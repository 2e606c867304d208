"""The secret in the link of an invitation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "ebok.invitations.token"


def new_form_key() -> str:
    """A text that no two forms share."""
    return secrets.token_urlsafe(24)


def token_for(*, inviter_id: int, form_key: str, digest: str = "") -> str:
    """The token of an invitation, 256 bits: made anew by the worker that writes the letter, kept nowhere.

    Parameters:
        digest: what the database keeps of it. While the secret key that it was made with still stands in
            the settings, a later key gives the same token.
    """
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    tokens = [_token(f"{inviter_id}:{form_key}", key=key) for key in keys]
    return next((token for token in tokens if digest_of(token) == digest), tokens[0])


def digest_of(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _token(text: str, *, key: str) -> str:
    signed: hmac.HMAC = salted_hmac(SALT, text, secret=key, algorithm="sha256")
    return base64.urlsafe_b64encode(signed.digest()).decode().rstrip("=")
