"""What can go wrong with a second factor; the texts are fit for the customer."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ebok.core.errors import PlainError


class SecondFactorError(PlainError):
    """Base; `str()` gives a sentence for the person in front of the screen."""

    message = _("That did not work.")


class WrongCode(SecondFactorError):
    """Not the code of this moment, one used before, or no recovery code."""

    message = _("This code is not right. Codes change every 30 seconds and each works only once.")


class TooSoon(SecondFactorError):
    """Too many wrong codes; the next try is allowed at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until

    def __str__(self) -> str:
        seconds = max(int((self.until - timezone.now()).total_seconds()) + 1, 1)
        if seconds < 90:
            text = ngettext(
                "Too many wrong codes. Try again in %(count)d second.",
                "Too many wrong codes. Try again in %(count)d seconds.",
                seconds,
            )
            return text % {"count": seconds}
        minutes = -(-seconds // 60)
        text = ngettext(
            "Too many wrong codes. Try again in %(count)d minute.",
            "Too many wrong codes. Try again in %(count)d minutes.",
            minutes,
        )
        return text % {"count": minutes}


class SetupExpired(SecondFactorError):
    """The page with the QR code stood open too long, or belongs to somebody else."""

    message = _("This page was open too long. A new picture is shown: scan it and type the code.")


class StillDemanded(SecondFactorError):
    """Whoever must have a factor may replace it, but not go without."""

    message = _("Your position demands a second factor, so it can be replaced but not switched off.")


class RemovalNotAllowed(SecondFactorError):
    """Removal by the office broke its rule of two people, or there is nothing to remove."""

    message = _(
        "Two different people of the office must agree, neither of them the owner of the factor. "
        "For somebody of the office both must be administrators."
    )


class RemovalNotOpen(SecondFactorError):
    """The request was decided already, or waited too long."""

    message = _("This request is no longer open. Ask again.")


class NoFactor(SecondFactorError):
    """There is no second factor to remove."""

    message = _("This person has no second factor.")
