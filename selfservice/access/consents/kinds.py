"""What one can consent to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Consent(models.TextChoices):
    """The declarations that the office asks for."""

    E_INVOICE = "e_invoice", _("electronic invoices")
    MESSAGES = "messages", _("messages")
    MARKETING = "marketing", _("marketing")


class MessageKind(models.TextChoices):
    """What messages are about."""

    INVOICES = "invoices", _("invoices and due dates")
    INTERRUPTIONS = "interruptions", _("interruptions of supply")
    READINGS = "readings", _("meter readings")
    CASES = "cases", _("my cases")


# Whoever writes to the office wants an answer: that is no choice. Earlier declarations stay readable.
OFFERED_KINDS = tuple(kind for kind in MessageKind if kind != MessageKind.CASES)


class Via(models.TextChoices):
    """By which way messages come."""

    EMAIL = "email", _("e-mail")
    SMS = "sms", _("text message")


class Channel(models.TextChoices):
    """Where the declaration was made."""

    PORTAL = "portal", _("in the portal")
    DESK = "desk", _("at the desk")
    PHONE = "phone", _("by phone")
    PAPER = "paper", _("on paper")
    CLOSING = "closing", _("when the sign-in was closed")
