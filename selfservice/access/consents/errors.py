"""What can go wrong with consents, in words for the customer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selfservice.access.errors import AccessError


class ChangedMeanwhile(AccessError):
    """Somebody else declared something at the same moment."""

    message = _("This consent was changed in another window just now. Look at it and choose again.")


class UnknownConsent(AccessError):
    """There is no such consent."""

    message = _("There is no such consent.")
