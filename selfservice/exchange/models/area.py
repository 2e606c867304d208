"""Supply areas and the streets that belong to them."""

from __future__ import annotations

from django.db import models

from selfservice.exchange.models.base import ExchangeModel, Key, OptionalText, reference


class Area(ExchangeModel):
    """A supply area; areas form a tree (town, district, zone of a pumping station)."""

    area_code = Key(primary_key=True, help_text="code of the area")
    name = models.CharField(max_length=200, help_text="name as customers know it")
    parent = reference(
        "self",
        column="parent_code",
        null=True,
        blank=True,
        related_name="children",
        db_index=True,
        help_text="area that this one is a part of",
    )
    kind = OptionalText(max_length=40, help_text="supplier's word: town, district, zone ...")

    class Meta(ExchangeModel.Meta):
        db_table = "areas"

    def __str__(self) -> str:
        return self.name


class Street(ExchangeModel):
    """A street, or a range of its building numbers, within one area."""

    class Parity(models.TextChoices):
        ALL = "all"
        ODD = "odd"
        EVEN = "even"

    street_id = Key(primary_key=True, help_text="number of the street in the supplier's system")
    area = reference("exchange.Area", column="area_code", related_name="streets", help_text="its area")
    city = models.CharField(max_length=120, help_text="town or village")
    street = models.CharField(max_length=160, help_text="name of the street, with ul., al., os.")
    building_from = OptionalText(max_length=20, help_text="first building of the range")
    building_to = OptionalText(max_length=20, help_text="last building of the range")
    parity = OptionalText(
        max_length=8, choices=Parity.choices, help_text="which side of the street; empty = all"
    )

    class Meta(ExchangeModel.Meta):
        db_table = "streets"
        indexes = [
            models.Index(fields=["area", "city", "street"], name="streets_by_area"),
            models.Index(fields=["city", "street"], name="streets_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.street}, {self.city}"
