"""Network assets: pumping stations, intakes, substations."""

from __future__ import annotations

from django.db import models

from selfservice.exchange.models.base import ExchangeModel, Key, OptionalKey, OptionalText


class Asset(ExchangeModel):
    """A thing of the network with its state and last measurements."""

    class Status(models.TextChoices):
        OK = "ok"
        WARNING = "warning"
        FAILURE = "failure"
        MAINTENANCE = "maintenance"
        UNKNOWN = "unknown"

    asset_no = Key(primary_key=True, help_text="number of the asset")
    kind = models.CharField(max_length=40, help_text="pumping_station, intake, tank, substation ...")
    name = models.CharField(max_length=200, help_text="name")
    area_code = OptionalKey(db_index=True, help_text="area that it serves")
    latitude = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, blank=True, help_text="WGS 84, degrees north"
    )
    longitude = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, blank=True, help_text="WGS 84, degrees east"
    )
    status = models.CharField(max_length=16, choices=Status.choices, help_text="state")
    status_since = models.DateTimeField(null=True, blank=True, help_text="since when")
    measurements = OptionalText(max_length=2000, help_text="name=value unit; name=value unit ...")
    measured_at = models.DateTimeField(null=True, blank=True, help_text="instant of the measurements")

    class Meta(ExchangeModel.Meta):
        db_table = "assets"

    def __str__(self) -> str:
        return self.name
