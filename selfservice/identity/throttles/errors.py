"""Refusals of the lock, in words for the person in front of the screen."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class SignInHeld(ValidationError):
    """Too many wrong passwords; the next try is allowed at `until`. A form shows it as its own error.

    The sentence is the same whether or not anybody signs in with this address.
    """

    def __init__(self, *, until: datetime, locked: bool) -> None:
        self.until = until
        self.locked = locked
        super().__init__(_locked_text(until) if locked else _pause_text(until), code="sign_in_held")


def _pause_text(until: datetime) -> str:
    seconds = _seconds(until)
    text = ngettext(
        "Too many wrong tries. Wait %(count)d second and try again.",
        "Too many wrong tries. Wait %(count)d seconds and try again.",
        seconds,
    )
    return text % {"count": seconds}


def _locked_text(until: datetime) -> str:
    minutes = -(-_seconds(until) // 60)
    wait = ngettext(
        "Too many wrong tries: sign-in from this browser is closed for %(count)d minute.",
        "Too many wrong tries: sign-in from this browser is closed for %(count)d minutes.",
        minutes,
    ) % {"count": minutes}
    way_out = _(
        "If the address belongs to an account, a letter with a link that opens it at once is on its way."
    )
    return f"{wait} {way_out}"


def _seconds(until: datetime) -> int:
    return max(int((until - timezone.now()).total_seconds()) + 1, 1)
