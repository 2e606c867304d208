"""The ledger: what was charged and what was paid."""

from __future__ import annotations

from django.db import models

from selfservice.exchange.models.base import (
    INVOICE_NO_LENGTH,
    ExchangeModel,
    Key,
    Money,
    OptionalKey,
    OptionalText,
    reference,
)


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
    invoice_no = OptionalKey(max_length=INVOICE_NO_LENGTH, help_text="invoice charged or paid")
    title = OptionalText(max_length=255, help_text="text of the entry")

    class Meta(ExchangeModel.Meta):
        db_table = "ledger"
        indexes = [models.Index(fields=["account", "booked_on", "entry_no"], name="ledger_of_account")]

    def __str__(self) -> str:
        return str(self.entry_no)
