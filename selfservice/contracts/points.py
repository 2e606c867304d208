"""Where an account is supplied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.exchange.models import ServicePoint


@dataclass(frozen=True, slots=True)
class SuppliedPlaces:
    """Supply areas of an account (with the areas around them) and its addresses.

    Parameters:
        area_codes: codes of the points' areas, their parents and grandparents.
        addresses: (city, street, building) of each point.
        services: what is supplied.
    """

    area_codes: frozenset[str]
    addresses: frozenset[tuple[str, str, str]]
    services: frozenset[str] = frozenset()


@exchange_answers()
def points_of(*, access: AccountAccess) -> list[ServicePoint]:
    """Service points of an account, by number.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    return list(scoped(ServicePoint, access=access).order_by("point_no"))


@exchange_answers()
def supplied_places(*, access: AccountAccess, on: date) -> SuppliedPlaces:
    """Areas and addresses supplied on the day `on`, in one query.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    rows = (
        scoped(ServicePoint, access=access)
        .exclude(active_to__lt=on)
        .exclude(active_from__gt=on)
        .values_list(
            "area_id",
            "area__parent_id",
            "area__parent__parent_id",
            "service",
            "city",
            "street",
            "building",
        )
    )
    codes: set[str] = set()
    addresses: set[tuple[str, str, str]] = set()
    services: set[str] = set()
    for *areas, service, city, street, building in rows:
        services.add(service)
        codes.update(code for code in areas if code)
        addresses.add((city, street, building))
    return SuppliedPlaces(
        area_codes=frozenset(codes), addresses=frozenset(addresses), services=frozenset(services)
    )
