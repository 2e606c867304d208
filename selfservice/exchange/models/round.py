"""Reading rounds: which meters a reader visits on a day."""

from __future__ import annotations

from django.db import models

from selfservice.exchange.models.base import ExchangeModel, Key, OptionalKey, OptionalText, reference


class Round(ExchangeModel):
    """A planned walk of one meter reader."""

    round_no = Key(primary_key=True, help_text="number of the round")
    name = models.CharField(max_length=200, help_text="name")
    reader = models.CharField(max_length=40, help_text="employee number of the meter reader")
    planned_on = models.DateField(help_text="day of the walk")
    area_code = OptionalKey(help_text="area walked")
    device = OptionalText(max_length=64, help_text="collector terminal")
    device_synced_at = models.DateTimeField(null=True, blank=True, help_text="last exchange with the device")

    class Meta(ExchangeModel.Meta):
        db_table = "rounds"
        indexes = [models.Index(fields=["reader", "planned_on"], name="rounds_of_reader")]

    def __str__(self) -> str:
        return self.name


class RoundItem(ExchangeModel):
    """One meter to visit on a round."""

    class State(models.TextChoices):
        TODO = "todo"
        DONE = "done"
        SKIPPED = "skipped"
        NO_ACCESS = "no_access"

    pk = models.CompositePrimaryKey("round_id", "sequence")
    round = reference("exchange.Round", column="round_no", related_name="items", help_text="its round")
    sequence = models.PositiveIntegerField(help_text="order of the walk, from 1")
    installation = reference(
        "exchange.Meter", column="installation_no", related_name="round_items", help_text="meter to read"
    )
    state = models.CharField(max_length=16, choices=State.choices, help_text="what came of it")
    reading_no = OptionalKey(help_text="reading taken")
    reason = OptionalText(max_length=255, help_text="why there is none")

    class Meta(ExchangeModel.Meta):
        db_table = "round_items"

    def __str__(self) -> str:
        return f"{self.round_id}/{self.sequence}"
