"""What can go wrong with a ticket, in words for whoever stands in front of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ebok.core.errors import PlainError


class TicketError(PlainError):
    """Base of this app's errors; the text is fit for the customer."""

    message = _("The ticket could not be changed.")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened in a ticket meanwhile. `author` is empty for the customer."""

    at: datetime
    author: str
    text: str


class TicketChanged(TicketError):
    """Somebody else changed the ticket since it was read; nothing was overwritten.

    Parameters:
        version: the one the ticket has now.
        changes: what happened since, the oldest first. For the office's eyes.
    """

    message = _("Somebody has changed this ticket meanwhile. Look at what is new, then send again.")

    def __init__(self, *, version: int, changes: list[Change]) -> None:
        super().__init__()
        self.version = version
        self.changes = changes


class TicketFinished(TicketError):
    """The ticket is finished for good, or joined with another one."""

    message = _("This ticket is finished. Send a new one and mention its number.")


class NothingToTell(TicketError):
    """The state is the same and there is no sentence, so the customer would learn nothing."""

    message = _("Nothing has changed. Choose another state, or write the customer a sentence.")


class CannotMerge(TicketError):
    """The two tickets cannot become one."""

    message = _("These tickets cannot be joined: they must be two, both open, and of the same customer.")


class NobodyToAnswer(TicketError):
    """A ticket without any way to reach its sender."""

    message = _("Give a customer account, an e-mail address or a telephone number.")


class UnknownAccount(TicketError):
    """A clerk typed a number that the billing system does not have."""

    message = _(
        "The billing system has no customer account of this number. Check it, or leave it empty and give "
        "an e-mail address or a telephone number."
    )


class AlreadyRated(TicketError):
    """One rating a ticket."""

    message = _("Thank you, this ticket has been rated already.")
