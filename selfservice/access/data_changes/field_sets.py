"""Which contact data may be asked to change, as columns of the exchange's table `accounts`."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FieldSet(models.TextChoices):
    """What is changed together, and decided together."""

    CONTACT = "contact", _("phone and e-mail for the office")
    ADDRESS = "address", _("postal address")


FIELDS: dict[str, dict[str, str | Promise]] = {
    FieldSet.CONTACT: {"phone": _("Phone"), "email": _("E-mail for the office")},
    FieldSet.ADDRESS: {
        "street": _("Street"),
        "building": _("Building"),
        "flat": _("Flat"),
        "postcode": _("Postcode"),
        "city": _("Town"),
    },
}
