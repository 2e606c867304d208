"""Sentences beside charts, against figures worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from selfservice.exchange.models import ServicePoint
from selfservice.metering.buckets import buckets
from selfservice.metering.calendar import Use, months_back
from selfservice.metering.components import Component
from selfservice.metering.sentences import of_days, of_year, of_years
from selfservice.metering.stretches import Stretch

WATER = Component(code="cold_water", point=ServicePoint(), kind="cold_water", unit="m3", stretches=())
MONTHS = months_back(until=date(2026, 12, 31), count=12)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def use(month: int, quantity: str, days: int, *, year: int = 2026, estimated: bool = False) -> Use:
    return Use(date(year, month, 1), Decimal(quantity), days, estimated)


def year(*known: Use) -> str:
    by_month = {one.first: one for one in known}
    told = of_year(component=WATER, months=MONTHS, uses=[by_month.get(month) for month in MONTHS])
    return told.replace("\u00a0", " ")


def test_a_year_tells_the_whole_the_day_and_the_largest_month() -> None:
    """31 + 28 + 10 days are known: 6.2 + 5.6 + 9 = 20.8, and 20.8 / 69 = 0.3014."""
    assert year(use(1, "6.2", 31), use(2, "5.6", 28), use(3, "9", 10)) == (
        "January 2026 to December 2026: 20.80 m³ in all, on average 0.30 m³ a day. Most was used in March "
        "2026: 9.00 m³. Of some months nothing is known."
    )


def test_a_year_known_whole_has_nothing_more_to_say() -> None:
    """365 m³ in 365 days are one a day; March has 31."""
    lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    told = year(*(use(place, str(days), days) for place, days in enumerate(lengths, start=1)))
    assert told == (
        "January 2026 to December 2026: 365.0 m³ in all, on average 1.00 m³ a day. Most was used in January "
        "2026: 31.00 m³."
    )


def test_an_estimated_part_of_a_year_is_said() -> None:
    assert "A part of it is estimated." in year(use(1, "6", 31, estimated=True))
    assert "estimated" not in year(use(1, "6", 31))


def test_a_year_without_a_known_month_says_so() -> None:
    assert year() == "Nothing is known of these twelve months yet."


def years(now: list[Use], before: list[Use]) -> str:
    def row(known: list[Use]) -> list[Use | None]:
        return [next((one for one in known if one.first.month == month), None) for month in range(1, 13)]

    told = of_years(component=WATER, year=2026, now=row(now), before=row(before))
    return told.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("now", "difference"),
    [
        ("12", "That is 2.00 m³ more (20%)."),
        ("7.5", "That is 2.50 m³ less (25%)."),
        ("10", "That is the same."),
    ],
)
def test_two_years_are_compared_in_months_that_both_know_entirely(now: str, difference: str) -> None:
    """February is known by halves this year, March not at all in the last: the others count."""
    this = [use(1, now, 31), use(2, "99", 14), use(3, "50", 31), use(4, "0", 30)]
    last = [use(1, "10", 31, year=2025), use(2, "3", 28, year=2025), use(4, "0", 30, year=2025)]
    assert years(this, last) == (
        f"In the 2 months that both years know, {Decimal(now):.2f} m³ were used in 2026 and 10.00 m³ in "
        f"2025. {difference}"
    )


def test_more_than_nothing_has_no_percentage() -> None:
    told = years([use(1, "3", 31)], [use(1, "0", 31, year=2025)])
    assert told.endswith("That is 3.00 m³ more.")


def test_two_years_without_a_common_month_say_so() -> None:
    assert years([use(1, "3", 30)], []) == "There are no months yet that both years know entirely."
    assert "no months yet" in years([use(1, "3", 30)], [use(1, "3", 31, year=2025)])


def test_a_comparison_says_since_when_anything_is_known() -> None:
    """The year before is known from 11 February on: what comes before is unknown, not nought."""
    known = replace(WATER, stretches=(Stretch(date(2025, 2, 10), date(2026, 6, 30), Decimal(9)),))
    told = of_years(component=known, year=2026, now=[use(3, "3", 31)], before=[use(3, "3", 31, year=2025)])
    assert told.endswith("That is the same. No data before 11 February 2025.")
    alone = of_years(component=known, year=2026, now=[use(3, "3", 31)], before=[None])
    assert alone.endswith("both years know entirely. No data before 11 February 2025.")
    later = of_years(component=known, year=2027, now=[use(3, "3", 31)], before=[None])
    assert "No data" not in later


def days(known: dict[int, str], *, count: int) -> str:
    first = date(2026, 1, 1)
    uses = {
        first + timedelta(days=place): Use(first + timedelta(days=place), Decimal(quantity), 1)
        for place, quantity in known.items()
    }
    since, until = first, first + timedelta(days=count - 1)
    told = of_days(component=WATER, found=buckets(uses, since=since, until=until), since=since, until=until)
    return told.replace("\u00a0", " ")


def test_the_average_day_weighs_every_known_day_alike() -> None:
    """180 days of 1 and one of 100 in six-day buckets: 280 / 181 = 1.547, whatever buckets they fell into."""
    assert days({**dict.fromkeys(range(180), "1"), 180: "100"}, count=366) == (
        "Between 1 January 2026 and 1 January 2027 about 1.55 m³ were used a day; the largest day had "
        "100.0 m³."
    )


def test_a_month_of_single_days_is_averaged_over_the_known_ones() -> None:
    """1 + 2 + 6 = 9 in three known days of ten."""
    assert days({0: "1", 4: "2", 9: "6"}, count=10) == (
        "Between 1 January 2026 and 10 January 2026 about 3.00 m³ were used a day; the largest day had "
        "6.00 m³."
    )


def test_days_of_which_none_is_known_say_so() -> None:
    assert days({}, count=10) == "Between 1 January 2026 and 10 January 2026 no single day is known."
