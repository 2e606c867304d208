"""How a contract stands on a given day."""

from __future__ import annotations

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from selfservice.exchange.models import Contract


class ContractState(TextChoices):
    """Closed list of states that a customer sees."""

    IN_FORCE = "in_force", _("In force")
    COMING = "coming", _("Not yet in force")
    ENDED = "ended", _("Ended")


TAGS = {ContractState.IN_FORCE: "ok", ContractState.COMING: "info", ContractState.ENDED: "quiet"}


def state_of(*, contract: Contract, on: date) -> ContractState:
    """The state on the day `on`; the first and the last day of validity count."""
    if contract.valid_to is not None and contract.valid_to < on:
        return ContractState.ENDED
    if contract.valid_from is not None and contract.valid_from > on:
        return ContractState.COMING
    return ContractState.IN_FORCE
