"""Customer accounts: who is billed, and how the account stands."""

from __future__ import annotations

from django.db import models

from selfservice.exchange.models.base import ExchangeModel, Key, Money, OptionalText


class Account(ExchangeModel):
    """A customer account of the billing system (never a sign-in)."""

    class Kind(models.TextChoices):
        PERSON = "person"
        COMPANY = "company"

    class Settlement(models.TextChoices):
        ACTUAL = "actual"
        FORECAST = "forecast"
        FLAT_RATE = "flat_rate"

    account_no = Key(primary_key=True, help_text="customer number, as printed on invoices")
    kind = models.CharField(max_length=16, choices=Kind.choices, help_text="who the customer is")
    name = models.CharField(max_length=255, help_text="first and last name, or company name")
    nip = OptionalText(max_length=16, help_text="tax number of a company")
    email = OptionalText(max_length=254, help_text="e-mail known to billing")
    phone = OptionalText(max_length=40, help_text="telephone known to billing")
    street = OptionalText(max_length=160, help_text="postal address: street")
    building = OptionalText(max_length=20, help_text="postal address: building")
    flat = OptionalText(max_length=20, help_text="postal address: flat")
    postcode = OptionalText(max_length=12, help_text="postal address: postcode NN-NNN")
    city = OptionalText(max_length=120, help_text="postal address: town")
    bank_account = OptionalText(
        max_length=28, help_text="individual account for payments, NRB of 26 digits, check digits verified"
    )
    balance = Money(help_text="positive = customer owes")
    overdue = Money(help_text="part of the balance past its due date")
    currency = OptionalText(max_length=3, help_text="ISO 4217; empty = PLN")
    settlement = OptionalText(
        max_length=16, choices=Settlement.choices, help_text="how consumption is billed"
    )
    registration_code = OptionalText(
        max_length=128, help_text="hash of the paper code for the first registration"
    )
    active = models.BooleanField(help_text="0 = closed account")

    class Meta(ExchangeModel.Meta):
        db_table = "accounts"

    def __str__(self) -> str:
        return f"{self.account_no} {self.name}"
