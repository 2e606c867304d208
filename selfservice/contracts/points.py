"""Where an account is supplied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import Exists, OuterRef, Q

from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.exchange.models import Collection, Meter, ServicePoint
from selfservice.exchange.models.point import ServicePointQuerySet

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class PointPage:
    """Some service points in the order of their numbers; `next` is where the rest begins, or ""."""

    rows: list[ServicePoint]
    next: str


@dataclass(frozen=True, slots=True)
class SuppliedPlaces:
    """Supply areas of an account (with the areas around them) and its addresses.

    Parameters:
        area_codes: codes of the points' areas, their parents and grandparents.
        addresses: (city, street, building) of each point.
        services: what is supplied. sub_metered: where of these a sub-meter is in place.
    """

    area_codes: frozenset[str]
    addresses: frozenset[tuple[str, str, str]]
    services: frozenset[str] = frozenset()
    sub_metered: frozenset[str] = frozenset()


@exchange_answers()
def points_of(*, access: AccountAccess) -> list[ServicePoint]:
    """Service points of an account, by number.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    return list(scoped(ServicePoint, access=access).order_by("point_no"))


@exchange_answers()
def point_page(*, access: AccountAccess, after: str = "") -> PointPage:
    """One page of the account's service points, by keyset, in one query.

    Parameters:
        after: the number behind which the page begins.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    rows = scoped(ServicePoint, access=access).filter(point_no__gt=after).order_by("point_no")
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return PointPage(rows=shown, next=shown[-1].point_no if len(found) > PAGE_SIZE else "")


@exchange_answers()
def points_visited(*, access: AccountAccess, visit: Collection) -> list[ServicePoint]:
    """Points of an account that a visit of the schedule goes to, by number. One query.

    Those of the visit's service, where there are any: others lie in its area by chance.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    area = visit.area_id
    within = Q(area=area) | Q(area__parent=area) | Q(area__parent__parent=area)
    rows = scoped(ServicePoint, access=access).exclude(active_to__lt=visit.on_date).order_by("point_no")
    found = list(rows.filter(within if area else Q(pk=visit.point_id)))
    return [point for point in found if point.service == visit.service] or found


@exchange_answers()
def supplied_places(*, access: AccountAccess, on: date) -> SuppliedPlaces:
    """Areas and addresses supplied on the day `on`, in one query.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    sub_meters = scoped(Meter, access=access).filter(
        point=OuterRef("pk"), parent_installation__isnull=False, removed_on__isnull=True
    )
    rows = (
        cast(ServicePointQuerySet, scoped(ServicePoint, access=access))
        .active_on(on)
        .values_list(
            "area_id",
            "area__parent_id",
            "area__parent__parent_id",
            "service",
            Exists(sub_meters),
            "city",
            "street",
            "building",
        )
    )
    codes: set[str] = set()
    addresses: set[tuple[str, str, str]] = set()
    services: set[str] = set()
    sub_metered: set[str] = set()
    for *areas, service, has_sub_meter, city, street, building in rows:
        services.add(service)
        sub_metered.update({service} if has_sub_meter else ())
        codes.update(code for code in areas if code)
        addresses.add((city, street, building))
    return SuppliedPlaces(
        area_codes=frozenset(codes),
        addresses=frozenset(addresses),
        services=frozenset(services),
        sub_metered=frozenset(sub_metered),
    )
