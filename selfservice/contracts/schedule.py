"""The service schedule: when waste and the like is collected, at points of an account or at any address.

A supplier has two ways to move a visit: its row keeps the number and gets another day, or it is called
off and another one of the same kind is put a few days beside it. The second is shown as one move.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection as Several
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from ebok.core.areas import Address, Side, Stretch, plain_name
from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.contracts.points import supplied_places
from selfservice.exchange.models import Collection, ServicePoint, Street

MOVED_WITHIN = timedelta(days=6)
"""A visit put so near beside one that was called off replaces it; the next regular one is a week away."""

VisitKind = tuple[str | None, str | None, str, str]


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit.

    Parameters:
        moved_from: day of the visit that this one replaces, or None.
        moved_to: of a visit that was called off, the day of the one that replaces it, or None.
    """

    collection: Collection
    moved_from: date | None = None
    moved_to: date | None = None

    @property
    def is_off(self) -> bool:
        """Called off?"""
        return bool(self.collection.cancelled)


@exchange_answers()
def visits_to_account(*, access: AccountAccess, since: date, until: date) -> list[Visit]:
    """Visits to the account's points and to the areas that they lie in, the nearest first. Three queries.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    areas = supplied_places(access=access, on=since).area_codes
    points = scoped(ServicePoint, access=access).values_list("point_no", flat=True)
    return _visits(Q(area__in=areas) | Q(point__in=list(points)), since=since, until=until)


@exchange_answers()
def visits_to_areas(*, areas: Several[str], since: date, until: date) -> list[Visit]:
    """Visits to whole areas, the nearest first; visits to single points are nobody else's business.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    return _visits(Q(area__in=areas), since=since, until=until)


@exchange_answers()
def areas_at(*, street: str, number: str, city: str = "") -> frozenset[str]:
    """Codes of the areas that hold an address, with their parents and grandparents; none if it is unknown.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    address = Address(city=city, street=street, building=number)
    found: set[str] = set()
    for row in Street.objects.select_related("area__parent").filter(street__in=_spellings(street)):
        if _stretch(row).covers(address):
            parent = row.area.parent
            found.update(code for code in (row.area_id, row.area.parent_id) if code)
            if parent is not None and parent.parent_id:
                found.add(parent.parent_id)
    return frozenset(found)


def _spellings(street: str) -> list[str]:
    """How the billing system writes a street: `ul. Lipowa` and `Lipowa` are one to residents."""
    wanted = plain_name(street)
    names = Street.objects.order_by().values_list("street", flat=True).distinct()
    return [name for name in names if plain_name(name) == wanted]


def with_moves(collections: list[Collection]) -> list[Visit]:
    """Pairs a visit that was called off with the one that stands in for it, if there is one."""
    taking_place: dict[VisitKind, list[Collection]] = defaultdict(list)
    for row in collections:
        if not row.cancelled:
            taking_place[_kind(row)].append(row)
    replaced: dict[str, Collection] = {}
    replacing: dict[str, Collection] = {}
    for off in (row for row in collections if row.cancelled):
        near = [
            row
            for row in taking_place[_kind(off)]
            if row.collection_id not in replacing and abs(row.on_date - off.on_date) <= MOVED_WITHIN
        ]
        if near:
            other = min(near, key=lambda row: (abs(row.on_date - off.on_date), row.collection_id))
            replaced[off.collection_id], replacing[other.collection_id] = other, off
    return [
        Visit(
            collection=row,
            moved_from=replacing[row.collection_id].on_date if row.collection_id in replacing else None,
            moved_to=replaced[row.collection_id].on_date if row.collection_id in replaced else None,
        )
        for row in collections
    ]


def _visits(places: Q, *, since: date, until: date) -> list[Visit]:
    """All of them, however many: a calendar program deletes what is missing, and moves need both days."""
    rows: QuerySet[Collection] = Collection.objects.filter(places, on_date__range=(since, until))
    return with_moves(list(rows.order_by("on_date", "fraction", "collection_id")))


def _kind(row: Collection) -> VisitKind:
    return row.area_id, row.point_id, row.service, row.fraction


def _stretch(row: Street) -> Stretch:
    return Stretch(
        city=row.city,
        street=row.street,
        first=row.building_from,
        last=row.building_to,
        side=Side(row.parity or Side.ALL),
    )
