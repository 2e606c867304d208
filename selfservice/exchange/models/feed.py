"""What was delivered and when; the files that came with it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from selfservice.exchange.models.base import PATH_LENGTH


class FeedQuerySet(models.QuerySet["Feed"]):
    """Questions about deliveries."""

    def visible(self) -> FeedQuerySet:
        """Generations loaded and not rolled back; the first one is what readers see."""
        return self.filter(state=Feed.State.LOADED).order_by("-generation", "-id")


class Feed(models.Model):
    """One delivery: loaded, rejected, or rolled back again."""

    class State(models.TextChoices):
        LOADED = "loaded"
        REJECTED = "rejected"
        ROLLED_BACK = "rolled_back"

    id = models.BigAutoField(primary_key=True)
    supplier = models.CharField(max_length=64)
    generation = models.BigIntegerField()
    mode = models.CharField(max_length=8)
    state = models.CharField(max_length=16, choices=State.choices, default=State.LOADED)
    created_at = models.DateTimeField(null=True, blank=True)
    as_of = models.DateTimeField(null=True, blank=True)
    loaded_at = models.DateTimeField()
    rows = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    errors = models.IntegerField(default=0)
    report = models.JSONField(default=dict, help_text="counts a table, errors and warnings")
    contents = models.JSONField(default=dict, help_text="table -> fingerprint of the file that it equals")
    as_of_tables = models.JSONField(default=dict, help_text="table -> instant to which its rows hold")
    undo = models.JSONField(default=dict, help_text="table -> how the load before is restored")

    objects: ClassVar[models.Manager[Feed]] = FeedQuerySet.as_manager()

    class Meta:
        managed = True
        db_table = "feed"
        indexes = [models.Index(fields=["state", "generation"], name="feed_by_state")]

    def __str__(self) -> str:
        return f"{self.supplier} {self.generation} {self.state}"


class DeliveryFile(models.Model):
    """A PDF or XML that came with a delivery; its bytes stand in private storage by their content."""

    path = models.CharField(max_length=PATH_LENGTH, primary_key=True)
    storage_key = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)

    class Meta:
        managed = True
        db_table = "delivery_files"

    def __str__(self) -> str:
        return self.path
