"""What of the consumption the reader asks to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import models
from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy as _

from selfservice.access.models import AccountAccess
from selfservice.exchange.models import ServicePoint
from selfservice.metering.calendar import months_back
from selfservice.metering.components import Component
from selfservice.metering.queries import metered_point, points_with_use
from selfservice.zones.portal.forms import choices_of
from selfservice.zones.portal.presenters import SERVICES, street_line

SUB_METERS_SHOWN = 3
"""More sub-meters than that are listed by name, each one link away."""


class Span(models.TextChoices):
    """How far back, and how fine."""

    YEAR = "year", _("12 months")
    YEARS = "years", _("two years side by side")
    MONTH_OF_DAYS = "days", _("the last 31 days")
    YEAR_OF_DAYS = "year-of-days", _("365 days")

    @property
    def is_daily(self) -> bool:
        """Does it show single days?"""
        return self in {Span.MONTH_OF_DAYS, Span.YEAR_OF_DAYS}

    def since(self, *, until: date) -> date:
        """The first day shown."""
        if self.is_daily:
            return until - timedelta(days=30 if self is Span.MONTH_OF_DAYS else 364)
        if self is Span.YEARS:
            return months_back(until=until.replace(month=12), count=24)[0]
        return months_back(until=until, count=12)[0]


class SpanForm(forms.Form):
    """Point and span; what makes no sense is left as it would be without asking."""

    point = forms.ChoiceField(label=_("Place"), required=False)
    span = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(self, *args: Any, points: list[ServicePoint], spans: list[Span], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self.fields["span"], [(span.value, span.label) for span in spans])
        choices_of(self.fields["point"], [(point.point_no, point_label(point)) for point in points])


@dataclass(frozen=True, slots=True)
class Asked:
    """The points of an account, the one looked at (None: there is none), its components, and the span."""

    points: list[ServicePoint]
    point: ServicePoint | None
    components: list[Component]
    span: Span
    since: date
    until: date

    def component(self, code: str) -> Component:
        """The component of a code; the first one for "".

        Raises:
            Http404: the point has none.
        """
        for component in self.components:
            if code in {"", component.code}:
                return component
        raise Http404("No such component.")


def asked(*, access: AccountAccess, query: QueryDict, until: date) -> Asked:
    """Read point and span from an address, and the components of the point. Four queries.

    Many sub-meters that are only listed come without what they counted.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
        Http404: the point named is none of this account.
    """
    points = points_with_use(access=access)
    wanted = query.get("span", "")
    span = Span(wanted) if wanted in Span.values else Span.YEAR
    since = span.since(until=until)
    point = _chosen(points, query.get("point", ""))
    draws_all = span.is_daily or bool(query.get("what"))
    most = None if draws_all else SUB_METERS_SHOWN
    found = metered_point(access=access, point=point, since=since, most_sub_meters=most) if point else None
    components = found.components if found else []
    return Asked(points=points, point=point, components=components, span=span, since=since, until=until)


def point_label(point: ServicePoint) -> str:
    """`Water, ul. Lipowa 12/3`."""
    service = str(SERVICES.get(point.service, point.service))
    return ", ".join(part for part in (service, street_line(point), point.point_no) if part)


def _chosen(points: list[ServicePoint], number: str) -> ServicePoint | None:
    if not number:
        return points[0] if points else None
    for point in points:
        if point.point_no == number:
            return point
    raise Http404("No such point.")
