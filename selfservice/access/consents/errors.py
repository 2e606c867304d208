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


class AsItStands(AccessError):
    """The ledger says so already."""

    message = _("This is how it stands already; nothing was written down.")


class NotForOneself(AccessError):
    """A clerk writes down what others declare."""

    message = _("Nobody writes down a consent of his own. Ask a colleague.")


class NotForOthers(AccessError):
    """A helper who only looks or pays decides on his own messages alone."""

    message = _("Only who may act for this account decides on electronic invoices.")
