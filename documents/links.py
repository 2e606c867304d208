"""Short-lived links: one file, one user, at most a minute.

A link proves nothing but that we made it for this user; the view that opens it still asks whether
the user may have the file.
"""

from __future__ import annotations

from typing import Protocol

from django.core import signing

_SALT = "documents.links"
_SECONDS = 60


class LinkRefused(Exception):
    """The link is forged, too old, or was made for somebody else."""


class User(Protocol):
    """Whoever asks; known by `pk`."""

    @property
    def pk(self) -> object: ...


def sign(*, reference: str, user: User) -> str:
    """A token (HMAC-SHA256, safe in URLs) that opens `reference` for `user` for a minute.

    Parameters:
        reference: what is to be given, in the caller's own words ("invoice-pdf:FV/2026/11").
    """
    return signing.dumps({"file": reference, "user": str(user.pk)}, salt=_SALT, compress=False)


def open(*, token: str, user: User, seconds: int = _SECONDS) -> str:
    """The reference inside a token.

    Parameters:
        seconds: oldest token accepted, never more than a minute.

    Raises:
        LinkRefused: forged, expired, or another user's.
    """
    try:
        content = signing.loads(token, salt=_SALT, max_age=min(seconds, _SECONDS))
    except signing.BadSignature as error:
        raise LinkRefused(str(type(error).__name__)) from error
    if user.pk is None or content["user"] != str(user.pk):
        raise LinkRefused("made for somebody else")
    return str(content["file"])
