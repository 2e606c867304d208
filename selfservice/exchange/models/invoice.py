"""Invoices with their lines."""

from __future__ import annotations

from django.db import models

from selfservice.exchange.models.base import (
    INVOICE_NO_LENGTH,
    PATH_LENGTH,
    ExchangeModel,
    Key,
    Money,
    OptionalKey,
    OptionalMoney,
    OptionalQuantity,
    OptionalText,
    reference,
)


class Invoice(ExchangeModel):
    """An invoice, correction, advance, interest note or demand for payment."""

    class Kind(models.TextChoices):
        INVOICE = "invoice"
        CORRECTION = "correction"
        ADVANCE = "advance"
        INTEREST_NOTE = "interest_note"
        DEMAND = "demand"

    class KsefStatus(models.TextChoices):
        NONE = "none"
        WAITING = "waiting"
        ACCEPTED = "accepted"
        REJECTED = "rejected"

    invoice_no = Key(primary_key=True, max_length=INVOICE_NO_LENGTH, help_text="number of the invoice")
    account = reference(
        "exchange.Account", column="account_no", related_name="invoices", help_text="who is billed"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices, help_text="what it is")
    corrects_no = OptionalKey(
        max_length=INVOICE_NO_LENGTH, help_text="number of the invoice that a correction corrects"
    )
    issued_on = models.DateField(help_text="day of issue")
    due_on = models.DateField(null=True, blank=True, help_text="last day for payment")
    period_from = models.DateField(null=True, blank=True, help_text="first day of the billing period")
    period_to = models.DateField(null=True, blank=True, help_text="last day of the billing period")
    net = OptionalMoney(help_text="net total")
    vat = OptionalMoney(help_text="tax total")
    gross = Money(help_text="gross total; of a correction the difference")
    open_amount = Money(help_text="what is left to pay; negative = overpaid")
    currency = OptionalText(max_length=3, help_text="ISO 4217; empty = PLN")
    ksef_no = OptionalText(max_length=40, help_text="number in KSeF")
    ksef_status = OptionalText(
        max_length=16, choices=KsefStatus.choices, help_text="state in KSeF; empty = none"
    )
    ksef_hash = OptionalText(max_length=64, help_text="SHA-256 of the XML as sent, Base64 or Base64URL")
    document = OptionalText(max_length=PATH_LENGTH, help_text="path of the PDF in the delivery")
    xml = OptionalText(max_length=PATH_LENGTH, help_text="path of the FA(3) XML in the delivery")

    class Meta(ExchangeModel.Meta):
        db_table = "invoices"
        indexes = [models.Index(fields=["account", "issued_on", "invoice_no"], name="invoices_of_account")]

    def __str__(self) -> str:
        return str(self.invoice_no)


class InvoiceLine(ExchangeModel):
    """One line of an invoice; all figures may be absent (KSeF allows it for continuous supplies)."""

    pk = models.CompositePrimaryKey("invoice_id", "position")
    invoice = reference(
        "exchange.Invoice", column="invoice_no", related_name="lines", help_text="its invoice"
    )
    position = models.PositiveIntegerField(help_text="number of the line, from 1")
    point_no = OptionalKey(help_text="service point that the line concerns")
    component = OptionalText(max_length=64, help_text="water, sewage, subscription ...")
    description = models.CharField(max_length=512, help_text="text of the line")
    quantity = OptionalQuantity(help_text="quantity in the unit")
    unit = OptionalText(max_length=16, help_text="unit: m3, kWh, month ...")
    unit_price = OptionalQuantity(help_text="net price of one unit")
    net = OptionalMoney(help_text="net value")
    vat_rate = OptionalText(max_length=10, help_text="rate as on the invoice: 8, 23, zw, np ...")
    vat = OptionalMoney(help_text="tax value")
    gross = OptionalMoney(help_text="gross value")

    class Meta(ExchangeModel.Meta):
        db_table = "invoice_lines"

    def __str__(self) -> str:
        return f"{self.invoice_id}/{self.position}"
