"""Components in words."""

from __future__ import annotations

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as now_text
from django.utils.translation import gettext_lazy as _

from selfservice.exchange.models import Meter, Reading, ServicePoint
from selfservice.metering.components import Component

Service = ServicePoint.Service
KINDS: dict[str, str | Promise] = {
    "cold_water": _("Cold water"),
    "hot_water": _("Hot water"),
    "water": _("Water"),
    "sewage": _("Sewage"),
    "heat": _("Heat"),
    "heat_share": _("Heat by share"),
    "power": _("Power"),
    "gas": _("Gas"),
    "waste": _("Waste"),
    "day_tariff": _("Day tariff"),
    "night_tariff": _("Night tariff"),
    "internet": _("Internet"),
    "tv": _("Television"),
    "housing": _("Housing"),
}

READING_KINDS: dict[str, str | Promise] = {
    Reading.Kind.ACTUAL: _("read by the utility"),
    Reading.Kind.CUSTOMER: _("given by the customer"),
    Reading.Kind.REMOTE: _("read remotely"),
    Reading.Kind.ESTIMATED: _("estimated"),
    Reading.Kind.EXCHANGE: _("exchange of the meter"),
}


def kind_in_words(component: Component) -> str:
    """What is counted; the supplier's own word where we know none, the service where he has none."""
    return _in_words(component.kind or component.point.service)


def kind_of_meter(meter: Meter) -> str:
    """What a meter counts, in the same words."""
    return _in_words(meter.medium or meter.point.service)


def title_of(component: Component) -> str:
    """`Cold water`, or `Cold water, sub-meter WM123`."""
    kind = kind_in_words(component)
    if not component.sub_meter_no:
        return kind
    return now_text("%(kind)s, sub-meter %(number)s") % {"kind": kind, "number": component.sub_meter_no}


def places_for(values: list[Decimal]) -> int:
    """With how many decimals figures of such a size are worth reading."""
    largest = max((abs(value) for value in values), default=Decimal(0))
    if largest >= 1000:
        return 0
    return 1 if largest >= 100 else 2


def _in_words(kind: str) -> str:
    return str(KINDS.get(kind) or kind.replace("_", " ").capitalize())
