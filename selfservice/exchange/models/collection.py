"""The service schedule: waste collection and the like."""

from __future__ import annotations

from django.db import models

from selfservice.exchange.models.base import ExchangeModel, Key, OptionalText, reference


class Collection(ExchangeModel):
    """One visit on one day, for a whole area or for one point."""

    collection_id = Key(primary_key=True, help_text="stable number of the visit")
    area = reference(
        "exchange.Area",
        column="area_code",
        null=True,
        blank=True,
        related_name="collections",
        help_text="area visited; this or point_no is required",
    )
    point = reference(
        "exchange.ServicePoint",
        column="point_no",
        null=True,
        blank=True,
        related_name="collections",
        help_text="point visited; this or area_code is required",
    )
    service = models.CharField(max_length=16, help_text="service, as in service_points")
    fraction = models.CharField(max_length=64, help_text="paper, glass, bio, mixed ...")
    on_date = models.DateField(help_text="day of the visit")
    note = OptionalText(max_length=255, help_text="remark for customers")
    cancelled = models.BooleanField(null=True, blank=True, help_text="1 = the visit is off")

    class Meta(ExchangeModel.Meta):
        db_table = "collections"
        indexes = [
            models.Index(fields=["area", "on_date"], name="collections_of_area"),
            models.Index(fields=["point", "on_date"], name="collections_of_point"),
        ]

    def __str__(self) -> str:
        return f"{self.fraction} {self.on_date}"
