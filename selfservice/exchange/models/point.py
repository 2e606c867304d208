"""Service points: where something is supplied."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from selfservice.exchange.models.base import ExchangeModel, Key, OptionalText, reference


class ServicePointQuerySet(models.QuerySet["ServicePoint"]):
    """Questions about service points."""

    def active_on(self, day: date) -> ServicePointQuerySet:
        """Points supplied on that day."""
        begun = models.Q(active_from__isnull=True) | models.Q(active_from__lte=day)
        not_ended = models.Q(active_to__isnull=True) | models.Q(active_to__gte=day)
        return self.filter(begun & not_ended)


class ServicePoint(ExchangeModel):
    """A place and a service of one customer account; meters are installed at it."""

    class Service(models.TextChoices):
        WATER = "water"
        SEWAGE = "sewage"
        HEAT = "heat"
        POWER = "power"
        GAS = "gas"
        WASTE = "waste"
        TV = "tv"
        INTERNET = "internet"
        HOUSING = "housing"

    point_no = Key(primary_key=True, help_text="number of the service point")
    account = reference(
        "exchange.Account",
        column="account_no",
        related_name="points",
        db_index=True,
        help_text="customer account that pays for it",
    )
    service = models.CharField(max_length=16, choices=Service.choices, help_text="what is supplied")
    street = OptionalText(max_length=160, help_text="place: street")
    building = OptionalText(max_length=20, help_text="place: building")
    flat = OptionalText(max_length=20, help_text="place: flat")
    postcode = OptionalText(max_length=12, help_text="place: postcode NN-NNN")
    city = OptionalText(max_length=120, help_text="place: town")
    area = reference(
        "exchange.Area",
        column="area_code",
        null=True,
        blank=True,
        related_name="points",
        db_index=True,
        help_text="supply area",
    )
    tariff = OptionalText(max_length=80, help_text="tariff group")
    active_from = models.DateField(null=True, blank=True, help_text="first day of supply")
    active_to = models.DateField(null=True, blank=True, help_text="last day of supply")

    objects: ClassVar[models.Manager[ServicePoint]] = ServicePointQuerySet.as_manager()

    class Meta(ExchangeModel.Meta):
        db_table = "service_points"
        indexes = [models.Index(fields=["street", "building", "city"], name="points_by_address")]

    def __str__(self) -> str:
        return str(self.point_no)
