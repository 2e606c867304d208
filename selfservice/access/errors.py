"""What can go wrong with access, in words for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ebok.core.errors import PlainError


class AccessError(PlainError):
    """Base of this app's errors; the text is fit for the customer."""

    message = _("Access to the customer account could not be changed.")


class AlreadyLinked(AccessError):
    """The user has an access to this account that still holds."""

    message = _("This customer account is already linked to your sign-in.")


class AccessOver(AccessError):
    """The access that was to be changed holds no more."""

    message = _("This access has ended meanwhile.")


class AccountClosed(AccessError):
    """The contract ended so long ago that nobody sees the account here any more."""

    message = _("The contract of this customer account has ended. The office sends you what you still need.")
