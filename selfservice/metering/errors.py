"""Why a reading is not taken, in words for its sender. Only what cannot be is refused."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from ebok.core.errors import PlainError
from ebok.core.periods import day_in_words


class MeteringError(PlainError):
    """Base of this app's errors; the text is fit for the customer."""

    message = _("This reading cannot be taken.")


class UnknownMeter(MeteringError):
    """No such meter at this account (any more)."""

    message = _("This account has no such meter. Choose one of those shown here.")


class MeterExchanged(MeteringError):
    """The installation ended before the day of the reading."""

    message = _(
        "Meter %(number)s was removed on %(day)s, so it cannot show this on the day you gave. If a new "
        "meter hangs there now, read that one."
    )

    def __init__(self, *, number: str, removed_on: date) -> None:
        super().__init__()
        self.number = number
        self.removed_on = removed_on

    def __str__(self) -> str:
        return str(self.message) % {"number": self.number, "day": day_in_words(self.removed_on)}


class DayInFuture(MeteringError):
    """A day that has not come."""

    message = _("This day has not come yet. Give the day on which you read the meter.")


class BeforeInstallation(MeteringError):
    """A day before the meter was built in."""

    message = _("The meter was not built in yet on this day.")


class BeyondCounter(MeteringError):
    """More digits before the decimal point than any counter has."""

    message = _("No counter shows so many digits before the decimal point. Look at the state again.")


class NegativeState(MeteringError):
    """Below nought."""

    message = _("A meter never shows less than nought.")


class NeedsExplanation(MeteringError):
    """Doubts that nobody has answered."""

    message = _("Something about this reading is unusual. Read the remarks and say in a few words why.")


class SentMeanwhile(MeteringError):
    """Somebody sent another state of this meter for the same day at the same moment."""

    message = _("Somebody else has just sent another state of this meter for the same day. Check it again.")


class AlreadyDecided(MeteringError):
    """Somebody in the office was faster."""

    message = _("This reading has been decided already.")
