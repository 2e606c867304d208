"""Consumption of services without a meter, or finer than readings."""

from __future__ import annotations

from django.db import models

from selfservice.exchange.models.base import ExchangeModel, Quantity, reference


class Consumption(ExchangeModel):
    """How much of one component was used at a point in a period."""

    pk = models.CompositePrimaryKey("point_id", "period_from", "period_to", "component")
    point = reference(
        "exchange.ServicePoint", column="point_no", related_name="consumption", help_text="where"
    )
    period_from = models.DateField(help_text="first day")
    period_to = models.DateField(help_text="last day")
    component = models.CharField(
        max_length=64, help_text="what is counted: water, heat_share, day_tariff ..."
    )
    quantity = Quantity(help_text="quantity in the unit")
    unit = models.CharField(max_length=16, help_text="unit: m3, kWh, GJ ...")

    class Meta(ExchangeModel.Meta):
        db_table = "consumption"

    def __str__(self) -> str:
        return f"{self.point_id} {self.period_from} {self.component}"
