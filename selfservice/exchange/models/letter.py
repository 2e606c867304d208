"""Other letters: demands, settlements, balance confirmations."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

from selfservice.exchange.models.base import PATH_LENGTH, ExchangeModel, Key, OptionalText, reference


class LetterQuerySet(models.QuerySet["Letter"]):
    """Questions about letters."""

    def available(self, *, at: datetime) -> LetterQuerySet:
        """Those whose window is open at that instant."""
        begun = models.Q(available_from__isnull=True) | models.Q(available_from__lte=at)
        not_ended = models.Q(available_to__isnull=True) | models.Q(available_to__gt=at)
        return self.filter(begun & not_ended)


class Letter(ExchangeModel):
    """A file for one customer account, shown only within its window (table `documents`)."""

    document_no = Key(primary_key=True, help_text="number of the letter")
    account = reference(
        "exchange.Account", column="account_no", related_name="letters", help_text="whose it is"
    )
    kind = OptionalText(max_length=40, help_text="demand, settlement, balance_confirmation ...")
    title = models.CharField(max_length=255, help_text="title for the customer")
    issued_on = models.DateField(null=True, blank=True, help_text="day of issue")
    available_from = models.DateTimeField(null=True, blank=True, help_text="shown from this instant")
    available_to = models.DateTimeField(null=True, blank=True, help_text="shown until this instant")
    file = models.CharField(max_length=PATH_LENGTH, help_text="path of the file in the delivery")

    objects: ClassVar[models.Manager[Letter]] = LetterQuerySet.as_manager()

    class Meta(ExchangeModel.Meta):
        db_table = "documents"
        indexes = [models.Index(fields=["account", "issued_on", "document_no"], name="documents_of_account")]

    def __str__(self) -> str:
        return self.title
