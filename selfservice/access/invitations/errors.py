"""What can go wrong with invitations, in words for the person in front of the screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selfservice.access.errors import AccessError


class InvitationOver(AccessError):
    """It was answered, withdrawn, ran out, or nobody may give this access any more."""

    message = _("This invitation is no longer valid. Ask for a new one.")


class NotForThisAddress(AccessError):
    """The invitation was sent to another address than the one that is signed in and confirmed."""

    message = _("This invitation was sent to another e-mail address.")


class CannotInvite(AccessError):
    """The owner invites himself, or somebody who owns the account."""

    message = _("This person owns the account or is yourself, so there is nothing to give.")


class TooManyInvitations(AccessError):
    """So many letters a day are not what owners do."""

    message = _("You have sent many invitations today. Send the next one tomorrow.")
