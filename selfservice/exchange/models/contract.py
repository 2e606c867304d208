"""Contracts and their annexes."""

from __future__ import annotations

from django.db import models

from selfservice.exchange.models.base import PATH_LENGTH, ExchangeModel, Key, OptionalText, reference


class Contract(ExchangeModel):
    """A signed contract, or an annex to one."""

    class Kind(models.TextChoices):
        CONTRACT = "contract"
        ANNEX = "annex"

    contract_no = Key(primary_key=True, help_text="number of the contract or annex")
    account = reference(
        "exchange.Account", column="account_no", related_name="contracts", help_text="whose it is"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices, help_text="contract or annex")
    parent = reference(
        "self",
        column="parent_no",
        null=True,
        blank=True,
        related_name="annexes",
        db_index=True,
        help_text="contract that the annex changes",
    )
    title = models.CharField(max_length=255, help_text="title as on the paper")
    signed_on = models.DateField(null=True, blank=True, help_text="day of signature")
    valid_from = models.DateField(null=True, blank=True, help_text="first day of validity")
    valid_to = models.DateField(null=True, blank=True, help_text="last day of validity")
    document = OptionalText(max_length=PATH_LENGTH, help_text="path of the PDF in the delivery")

    class Meta(ExchangeModel.Meta):
        db_table = "contracts"
        indexes = [models.Index(fields=["account", "signed_on", "contract_no"], name="contracts_of_account")]

    def __str__(self) -> str:
        return str(self.contract_no)
