"""Questions on meters, readings and consumption of one customer account."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from ebok.core.keyset import Cursor, Keyset, KeysetPage
from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.exchange.models import Consumption, Meter, Reading, ServicePoint
from selfservice.metering.components import Component, components_of

READINGS = Keyset(day="read_on", key="reading_no")


@dataclass(frozen=True, slots=True)
class MeteredPoint:
    """A service point with its components."""

    point: ServicePoint
    components: list[Component]


@exchange_answers()
def points_with_use(*, access: AccountAccess) -> list[ServicePoint]:
    """Points of the account that have a meter or a row of consumption, by number. One query.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    metered = scoped(Meter, access=access).values("point")
    tabled = scoped(Consumption, access=access).values("point")
    points = scoped(ServicePoint, access=access).filter(Q(pk__in=metered) | Q(pk__in=tabled))
    return list(points.order_by("point_no"))


@exchange_answers()
def metered_point(
    *, access: AccountAccess, point: ServicePoint, since: date, most_sub_meters: int | None = None
) -> MeteredPoint:
    """A point of the account with all that is known of its use since a day. Three queries.

    Parameters:
        most_sub_meters: where there are more, they come without their readings; None reads all.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    still_there = Q(removed_on__isnull=True) | Q(removed_on__gte=since)
    found = scoped(Meter, access=access).filter(still_there, point=point.pk)
    meters = list(found.order_by("installed_on", "pk"))
    table = scoped(Consumption, access=access).filter(point=point.pk, period_to__gte=since)
    readings = readings_since(access=access, since=since).filter(installation__point=point.pk)
    subs = [meter for meter in meters if meter.parent_installation_id]
    if most_sub_meters is not None and len(subs) > most_sub_meters:
        readings = readings.filter(installation__parent_installation__isnull=True)
    return MeteredPoint(
        point=point,
        components=components_of(point=point, meters=meters, readings=list(readings), table=list(table)),
    )


@exchange_answers()
def main_component(*, access: AccountAccess, since: date) -> Component | None:
    """What the main meter of the account counts, or None without a meter or a reading. One query.

    The main meter is the one built in last of those in place that are no sub-meter; earlier meters of
    its medium at the same point belong to it.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    mains = scoped(Meter, access=access).filter(parent_installation__isnull=True, removed_on__isnull=True)
    newest = mains.order_by("-installed_on", "installation_no").values("point")[:1]
    readings = list(
        readings_since(access=access, since=since)
        .filter(installation__point=Subquery(newest), installation__parent_installation__isnull=True)
        .select_related("installation__point")
    )
    meters = {reading.installation_id: reading.installation for reading in readings}
    if not meters:
        return None
    latest = max(meters.values(), key=lambda meter: (meter.removed_on is None, meter.installed_on, meter.pk))
    found = components_of(point=latest.point, meters=meters.values(), readings=readings, table=[])
    return next(one for one in found if (one.kind, one.unit) == (latest.medium, latest.unit))


@exchange_answers()
def meters_of(*, access: AccountAccess) -> list[Meter]:
    """All installations of an account with their points: those in place first, the newest first.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    meters = list(scoped(Meter, access=access).select_related("point"))
    meters.sort(key=lambda meter: (meter.installed_on, meter.pk), reverse=True)
    return sorted(
        meters, key=lambda meter: (meter.removed_on is not None, bool(meter.parent_installation_id))
    )


@exchange_answers()
def meters_in_place(*, access: AccountAccess, of: Collection[str]) -> list[Meter]:
    """Those of these installations that belong to the account and were not removed. One query.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    meters = scoped(Meter, access=access).filter(pk__in=of, removed_on__isnull=True)
    return list(meters.select_related("point"))


@exchange_answers()
def reading_page(
    *, access: AccountAccess, installation_no: str, after: Cursor | None, before: Cursor | None
) -> KeysetPage[Reading]:
    """A page of the readings of one installation, the latest read first, by keyset.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    readings = scoped(Reading, access=access).filter(installation=installation_no)
    return READINGS.page(readings, after=after, before=before)


def readings_since(*, access: AccountAccess, since: date) -> QuerySet[Reading]:
    """Readings since a day, and of each installation the last one before it: consumption begins there."""
    return from_before(scoped(Reading, access=access), since=since)


def from_before(readings: QuerySet[Reading], *, since: date) -> QuerySet[Reading]:
    """Those since a day, and of each installation the last one before it."""
    earlier = (
        readings.filter(installation=OuterRef("installation"), read_on__lt=since)
        .order_by("-read_on")
        .values("read_on")[:1]
    )
    wanted = Q(read_on__gte=since) | Q(read_on=Subquery(earlier))
    return readings.filter(wanted).defer("consumption")
