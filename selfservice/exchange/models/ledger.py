"""The ledger: what was charged and what was paid."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from selfservice.exchange.models.base import ExchangeModel, Key, Money, OptionalKey, OptionalText, reference


class LedgerEntryQuerySet(models.QuerySet["LedgerEntry"]):
    """Questions about the ledger."""

    def of(self, account_no: str) -> LedgerEntryQuerySet:
        """Entries of one customer account."""
        return self.filter(account=account_no)

    def newest_first(self) -> LedgerEntryQuerySet:
        """The latest booked first."""
        return self.order_by("-booked_on", "-entry_no")

    def payments(self) -> LedgerEntryQuerySet:
        """Payments only."""
        return self.filter(kind=LedgerEntry.Kind.PAYMENT)


class LedgerEntry(ExchangeModel):
    """A signed booking on a customer account; their sum is the balance."""

    class Kind(models.TextChoices):
        OPENING = "opening"
        CHARGE = "charge"
        PAYMENT = "payment"
        REFUND = "refund"
        INTEREST = "interest"
        WRITE_OFF = "write_off"

    entry_no = Key(primary_key=True, help_text="number of the entry")
    account = reference(
        "exchange.Account", column="account_no", related_name="ledger", help_text="account booked on"
    )
    booked_on = models.DateField(help_text="day of booking")
    kind = models.CharField(max_length=16, choices=Kind.choices, help_text="what it is")
    amount = Money(help_text="signed: charges positive, payments negative")
    invoice_no = OptionalKey(help_text="invoice charged or paid")
    title = OptionalText(max_length=255, help_text="text of the entry")

    objects: ClassVar[models.Manager[LedgerEntry]] = LedgerEntryQuerySet.as_manager()

    class Meta(ExchangeModel.Meta):
        db_table = "ledger"
        indexes = [models.Index(fields=["account", "booked_on", "entry_no"], name="ledger_of_account")]

    def __str__(self) -> str:
        return str(self.entry_no)
