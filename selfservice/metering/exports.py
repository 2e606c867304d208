"""All readings of an account as one list, for programs and files."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from ebok.core.keyset import Cursor, Keyset, KeysetPage
from selfservice.access.models import AccountAccess
from selfservice.access.scope import exchange_answers, scoped
from selfservice.exchange.models import Reading

BY_READING = Keyset(day="read_on", key="reading_no")


@exchange_answers()
def readings_page(*, access: AccountAccess, after: Cursor | None = None) -> KeysetPage[Reading]:
    """Readings of all meters, the newest first, each with its installation. One query.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    return BY_READING.page(readings_of(access=access), after=after)


@exchange_answers()
def all_readings(*, access: AccountAccess) -> Iterator[Reading]:
    """Every reading of the account, the newest first, each with its installation; for files.

    Raises:
        ExchangeUnavailable: the exchange does not answer.
    """
    return readings_of(access=access).order_by(*BY_READING.newest_first).iterator()


def readings_of(*, access: AccountAccess) -> QuerySet[Reading]:
    """Every reading of the account with its installation, in no particular order."""
    return scoped(Reading, access=access).select_related("installation")
