"""Meter installations and their readings."""

from __future__ import annotations

from django.db import models

from selfservice.exchange.models.base import (
    ExchangeModel,
    Key,
    OptionalQuantity,
    OptionalText,
    Quantity,
    reference,
)


class Meter(ExchangeModel):
    """A meter as built in at a point: an exchange of the meter ends one row and begins another.

    Consumption is never subtracted across installations.
    """

    installation_no = Key(primary_key=True, help_text="number of this installation of the meter")
    point = reference(
        "exchange.ServicePoint", column="point_no", related_name="meters", help_text="where it is built in"
    )
    meter_no = models.CharField(max_length=64, help_text="factory number")
    medium = OptionalText(max_length=40, help_text="cold_water, hot_water, heat, power, gas ...")
    unit = models.CharField(max_length=16, help_text="unit of its readings: m3, kWh, GJ ...")
    digits = models.PositiveSmallIntegerField(null=True, blank=True, help_text="digits before the point")
    decimals = models.PositiveSmallIntegerField(null=True, blank=True, help_text="digits after the point")
    installed_on = models.DateField(help_text="day of building in")
    removed_on = models.DateField(null=True, blank=True, help_text="day of removal")
    initial_value = OptionalQuantity(help_text="state when built in")
    final_value = OptionalQuantity(help_text="state when removed")
    multiplier = OptionalQuantity(help_text="factor from reading to quantity; empty = 1")
    parent_installation = reference(
        "self",
        column="parent_installation_no",
        null=True,
        blank=True,
        related_name="sub_meters",
        db_index=True,
        help_text="main meter of a sub-meter",
    )
    legalised_until = models.DateField(null=True, blank=True, help_text="last day of the verification mark")

    class Meta(ExchangeModel.Meta):
        db_table = "meters"
        indexes = [
            models.Index(fields=["point", "installed_on"], name="meters_of_point"),
            models.Index(fields=["meter_no"], name="meters_by_factory_no"),
        ]

    def __str__(self) -> str:
        return str(self.meter_no)


class Reading(ExchangeModel):
    """A booked reading: read at the meter, received by the utility, booked by billing."""

    class Kind(models.TextChoices):
        ACTUAL = "actual"
        CUSTOMER = "customer"
        REMOTE = "remote"
        ESTIMATED = "estimated"
        EXCHANGE = "exchange"

    reading_no = Key(primary_key=True, help_text="number of the reading")
    installation = reference(
        "exchange.Meter", column="installation_no", related_name="readings", help_text="meter read"
    )
    read_on = models.DateField(help_text="day on which the meter showed the value")
    received_at = models.DateTimeField(null=True, blank=True, help_text="when the utility got it")
    booked_on = models.DateField(null=True, blank=True, help_text="day on which billing booked it")
    value = Quantity(help_text="state of the meter, in its unit")
    kind = models.CharField(max_length=16, choices=Kind.choices, help_text="where the value comes from")
    consumption = OptionalQuantity(help_text="quantity since the reading before")

    class Meta(ExchangeModel.Meta):
        db_table = "readings"
        indexes = [
            models.Index(fields=["installation", "read_on", "reading_no"], name="readings_of_installation")
        ]

    def __str__(self) -> str:
        return str(self.reading_no)
