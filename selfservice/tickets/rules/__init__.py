"""What kinds of tickets ask beyond the questions that the office wrote. One module a kind of rule."""

from __future__ import annotations

from selfservice.tickets.models import Category, CategoryKind
from selfservice.tickets.rules.base import Known, Rule
from selfservice.tickets.rules.handover import Handover
from selfservice.tickets.rules.instalments import Instalments
from selfservice.tickets.rules.meter_work import MeterWork

__all__ = ["NEED_METERS", "Known", "Rule", "rule_of"]

RULES: dict[str, type[Rule]] = {
    CategoryKind.CHANGE_OF_USER: Handover,
    CategoryKind.INSTALMENTS: Instalments,
    CategoryKind.METER_WORK: MeterWork,
}
NEED_METERS = frozenset({CategoryKind.CHANGE_OF_USER, CategoryKind.METER_WORK})


def rule_of(category: Category, *, known: Known) -> Rule:
    """The rules that a category follows, with what is known of the account."""
    return RULES.get(category.kind, Rule)(category=category, known=known)
