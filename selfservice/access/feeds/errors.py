"""What can go wrong with secret links and tokens, in words for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selfservice.access.errors import AccessError


class LinkMadeMeanwhile(AccessError):
    """Two requests at once made the same link; the other one was first."""

    message = _("A new link was made in another window just now. Use that one, or make another.")


class TooManyTokens(AccessError):
    """A user has as many tokens as one may have."""

    message = _("You have as many tokens as one may have. Revoke one that you no longer use.")
