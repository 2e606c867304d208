"""What may stand in the outgoing journal (contract `ebok-exchange/1`, chapter "What goes back")."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Closed list: a new kind is a new version of the contract."""

    READING_SUBMITTED = "reading.submitted", _("reading handed in")
    PAYMENT_SETTLED = "payment.settled", _("payment settled")
    PAYMENT_REFUNDED = "payment.refunded", _("payment refunded")
    DATA_CHANGE_APPROVED = "data_change.approved", _("change of data approved")
    CONSENT_GIVEN = "consent.given", _("consent given")
    CONSENT_WITHDRAWN = "consent.withdrawn", _("consent withdrawn")
    TICKET_CREATED = "ticket.created", _("ticket created")
    VISIT_REPORTED = "visit.reported", _("visit reported")


class State(models.TextChoices):
    """How far a line has come; the last two are final."""

    NEW = "new", _("waiting to be fetched")
    DELIVERED = "delivered", _("fetched, not answered yet")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")


OPEN_STATES = (State.NEW, State.DELIVERED)
ANSWERS = (State.ACCEPTED, State.REJECTED)
