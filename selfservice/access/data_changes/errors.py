"""What can go wrong with changes of contact data, in words for people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selfservice.access.errors import AccessError


class DataChangeError(AccessError):
    """Base of this app's errors."""

    message = _("The contact data could not be changed.")


class NothingChanges(DataChangeError):
    """Every value is the one that the billing system has."""

    message = _("These are the data that the office has already. Change at least one of them.")


class AlreadyAsked(DataChangeError):
    """A request of the same kind is still open."""

    message = _("You have already asked to change these data. Wait for the answer, or take the request back.")


class AlreadyDecided(DataChangeError):
    """Somebody else was faster."""

    message = _("This request was decided or taken back meanwhile. Nothing was changed by you.")


class ReasonMissing(DataChangeError):
    """The customer reads why."""

    message = _("Say why: the customer will read it.")


class AskerGone(DataChangeError):
    """Whoever asked owns the account no more."""

    message = _(
        "Whoever asked has no access to this account any more, so the change cannot be approved. Reject it; "
        "the owner can ask anew."
    )


class NotOnesOwn(DataChangeError):
    """A clerk decides for others."""

    message = _("You have access to this account yourself. Let a colleague decide.")
