"""The secret in the link of an invitation."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from django.utils.crypto import salted_hmac

SALT = "ebok.invitations.token"


def new_form_key() -> str:
    """A text that no two forms share."""
    return secrets.token_urlsafe(24)


def token_for(*, inviter_id: int, form_key: str) -> str:
    """The token of an invitation, 256 bits: made anew by the worker that writes the letter, kept nowhere."""
    signed: hmac.HMAC = salted_hmac(SALT, f"{inviter_id}:{form_key}", algorithm="sha256")
    return base64.urlsafe_b64encode(signed.digest()).decode().rstrip("=")


def digest_of(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
