"""What somebody who links a customer account is told when it does not work."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from selfservice.access.errors import AccessError


class NotProved(AccessError):
    """The facts do not fit; the sentence never says which, nor whether the account exists."""

    message = _(
        "These facts do not fit together. Check each of them on the paper in front of you and try again, "
        "or ask the office to link the account."
    )


class TooManyTries(AccessError):
    """No try is left now; the next one is allowed at `until`."""

    def __init__(self, *, until: datetime) -> None:
        super().__init__()
        self.until = until

    def __str__(self) -> str:
        seconds = (self.until - timezone.now()).total_seconds()
        minutes = max(1, -int(-seconds // 60))
        return ngettext(
            "Too many wrong tries. Wait %(count)d minute, or ask the office to link the account.",
            "Too many wrong tries. Wait %(count)d minutes, or ask the office to link the account.",
            minutes,
        ) % {"count": minutes}
