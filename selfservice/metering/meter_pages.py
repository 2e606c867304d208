"""The meters in place of one account, some at a time: a co-op's account has hundreds."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.exchange.models import Meter
from selfservice.metering.errors import UnknownMeter

PAGE_SIZE = 6
MOST_WORDS = 6
ORDER = ("point_id", "meter_no", "installation_no")


@dataclass(frozen=True, slots=True)
class MeterPage:
    """Meters in the order of their places.

    Parameters:
        before, after: installations beside which the neighbouring pages begin; "" for none.
    """

    rows: list[Meter]
    before: str = ""
    after: str = ""

    @property
    def is_whole(self) -> bool:
        """Is there no other page?"""
        return not self.before and not self.after


@exchange_answers()
def meter_page(*, access: AccountAccess, words: str = "", before: str = "", after: str = "") -> MeterPage:
    """One page by keyset: one query, and one for the row beside which it begins.

    Parameters:
        words: parts of meter number, street, building, flat or town; every one must be found.
        before, after: number of an installation, as `MeterPage` names them.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
        UnknownMeter: the installation to begin beside is none of this account.
    """
    rows = _fitting(scoped(Meter, access=access).filter(removed_on__isnull=True), words)
    rows = rows.select_related("point")
    if before:
        beyond = rows.filter(_beside(_place(access, before), "lt"))
        found = list(beyond.order_by(*(f"-{name}" for name in ORDER))[: PAGE_SIZE + 1])
        shown = found[:PAGE_SIZE][::-1]
        return _page(shown, has_before=len(found) > PAGE_SIZE, has_after=True)
    if after:
        rows = rows.filter(_beside(_place(access, after), "gt"))
    found = list(rows.order_by(*ORDER)[: PAGE_SIZE + 1])
    return _page(found[:PAGE_SIZE], has_before=bool(after), has_after=len(found) > PAGE_SIZE)


def _fitting(rows: QuerySet[Meter], words: str) -> QuerySet[Meter]:
    for word in words.split()[:MOST_WORDS]:
        street = Q(point__street__icontains=word) | Q(point__city__icontains=word)
        house = Q(point__building__iexact=word) | Q(point__flat__iexact=word)
        rows = rows.filter(Q(meter_no__icontains=word) | street | house)
    return rows


def _place(access: AccountAccess, installation_no: str) -> Meter:
    row = scoped(Meter, access=access).filter(pk=installation_no).first()
    if row is None:
        raise UnknownMeter
    return row


def _beside(row: Meter, side: str) -> Q:
    """Rows on one side of this one in `ORDER`; the bound on the point alone lets an index be used."""
    point, meter = Q(point_id=row.point_id), Q(meter_no=row.meter_no)
    further = Q(**{f"point_id__{side}": row.point_id}) | point & Q(**{f"meter_no__{side}": row.meter_no})
    return further | point & meter & Q(**{f"installation_no__{side}": row.pk})


def _page(rows: list[Meter], *, has_before: bool, has_after: bool) -> MeterPage:
    if not rows:
        return MeterPage(rows=[])
    return MeterPage(
        rows=rows, before=rows[0].pk if has_before else "", after=rows[-1].pk if has_after else ""
    )
