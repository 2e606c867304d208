"""Closed lists of the content model."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an announcement is about."""

    NEWS = "news", _("News")
    PLANNED_OUTAGE = "planned_outage", _("Planned interruption")
    OUTAGE = "outage", _("Outage")
    TARIFF = "tariff", _("Tariff")
    BANK_ACCOUNT = "bank_account", _("Bank account")
    TENDER = "tender", _("Tender")


INTERRUPTIONS = (Kind.OUTAGE, Kind.PLANNED_OUTAGE)
# Colour and shape of the tag of each kind, as the component status_tag knows them.
KIND_TAGS = {
    Kind.NEWS: "info",
    Kind.PLANNED_OUTAGE: "warn",
    Kind.OUTAGE: "bad",
    Kind.TARIFF: "info",
    Kind.BANK_ACCOUNT: "info",
    Kind.TENDER: "quiet",
}


class Audience(models.TextChoices):
    """Who may read an announcement; only public ones have an address on the public site."""

    PUBLIC = "public", _("Everybody")
    CUSTOMERS = "customers", _("Customers, after sign-in")
    EMPLOYEES = "employees", _("Employees only")


class Parity(models.TextChoices):
    """Which side of the street."""

    ALL = "all", _("all numbers")
    ODD = "odd", _("odd numbers")
    EVEN = "even", _("even numbers")
