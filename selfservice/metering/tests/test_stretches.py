"""Consumption from readings: across exchanges and rollovers, with estimates, corrections, late bookings."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfservice.exchange.models import Meter, Reading
from selfservice.metering.calendar import by_day, by_month, month_end, months_back
from selfservice.metering.counters import counted, rolls_over
from selfservice.metering.stretches import Stretch, stretches_of
from selfservice.metering.tests.oracle import Household

DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 11, 30))


@st.composite
def households(draw: st.DrawFn, *, every_day: bool = False) -> Household:
    uses = draw(st.lists(st.integers(min_value=0, max_value=60), min_size=1, max_size=80))
    numbers = st.integers(min_value=1, max_value=len(uses))
    days = st.sets(numbers, max_size=12)
    off = st.integers(min_value=-150, max_value=150)
    return Household(
        start=draw(DAYS),
        uses=uses,
        read_after=set(range(1, len(uses) + 1)) if every_day else draw(days),
        exchanged_after=draw(st.sets(st.integers(min_value=1, max_value=len(uses)), max_size=3)),
        digits=4,
        first_state=draw(st.integers(min_value=0, max_value=9999)),
        multiplier=draw(st.sampled_from([None, Decimal(40), Decimal("0.5")])),
        estimated=draw(st.dictionaries(numbers, off, max_size=8)),
        corrected=draw(st.dictionaries(numbers, off, max_size=5)),
        booked_after=draw(st.integers(min_value=0, max_value=120)),
    )


def all_stretches(home: Household) -> list[Stretch]:
    return [
        stretch
        for meter in home.meters
        for stretch in stretches_of(meter=meter, readings=home.readings[meter.installation_no])
    ]


@pytest.mark.long
@settings(max_examples=150)
@given(households())
def test_exchanges_rollovers_estimates_and_corrections_neither_lose_nor_invent_a_litre(
    home: Household,
) -> None:
    assert sum(stretch.quantity for stretch in all_stretches(home)) == home.used_until_last_state()


@pytest.mark.long
@settings(max_examples=300)
@given(households())
def test_exactly_the_states_that_may_be_true_bound_the_stretches_and_estimates_mark_them(
    home: Household,
) -> None:
    expected = [
        (home.day(first), home.day(second), home.is_estimate(first) or home.is_estimate(second))
        for life in home.lives()
        for first, second in pairwise(life)
    ]
    assert [(one.after, one.until, one.estimated) for one in all_stretches(home)] == expected


@pytest.mark.long
@settings(max_examples=300)
@given(households())
def test_exactly_the_months_beside_a_standing_estimate_are_marked(home: Household) -> None:
    marked = {month for month, use in by_month(all_stretches(home)).items() if use.estimated}
    assert marked == home.estimated_months()


@pytest.mark.long
@settings(max_examples=100)
@given(households(every_day=True))
def test_a_meter_read_daily_gives_each_month_exactly_what_was_used_in_it(home: Household) -> None:
    uses = by_month(all_stretches(home))
    assert {month: use.quantity for month, use in uses.items()} == home.used_by_month()


@pytest.mark.long
@settings(max_examples=100)
@given(households(every_day=True))
def test_days_of_a_meter_read_daily_are_known_one_by_one(home: Household) -> None:
    found = by_day(all_stretches(home))
    factor = home.multiplier or 1
    for number, used in enumerate(home.uses, start=1):
        assert found[home.start + timedelta(days=number)].quantity == used * factor


QUANTITIES = st.decimals(min_value="-500", max_value="99999", places=6)
STRETCHES = st.builds(
    lambda day, length, quantity, estimated: Stretch(day, day + timedelta(length), quantity, estimated),
    DAYS,
    st.integers(min_value=0, max_value=800),
    QUANTITIES,
    st.booleans(),
)


@pytest.mark.long
@given(st.lists(STRETCHES, max_size=6))
def test_months_add_up_to_the_whole_exactly(stretches: list[Stretch]) -> None:
    months = by_month(stretches)
    assert sum(use.quantity for use in months.values()) == sum(one.quantity for one in stretches)


@pytest.mark.long
@given(STRETCHES)
def test_a_month_gets_its_part_by_days_and_is_never_further_off_than_a_rounding(stretch: Stretch) -> None:
    for month, use in by_month([stretch]).items():
        first, last = month, month_end(month)
        days = sum(
            1 for n in range(1, stretch.days + 1) if first <= stretch.after + timedelta(days=n) <= last
        )
        assert use.days == days
        if stretch.days:
            assert abs(use.quantity - stretch.quantity * days / stretch.days) <= Decimal("0.000001")


@given(STRETCHES)
def test_an_estimated_stretch_marks_every_month_it_touches(stretch: Stretch) -> None:
    assert {use.estimated for use in by_month([stretch]).values()} == {stretch.estimated}


@given(
    st.integers(min_value=0, max_value=99_999),
    st.integers(min_value=0, max_value=49_999),
)
def test_up_to_half_the_counter_a_rollover_is_told_from_a_correction(before: int, used: int) -> None:
    after = (before + used) % 100_000
    assert counted(before=Decimal(before), after=Decimal(after), digits=5) == used
    assert rolls_over(before=Decimal(before), after=Decimal(after), digits=5) == (after < before)


def test_a_small_step_back_is_a_correction_and_not_a_whole_round() -> None:
    assert counted(before=Decimal("412.5"), after=Decimal("410"), digits=5) == Decimal("-2.5")
    assert counted(before=Decimal("99990"), after=Decimal("10"), digits=None) == Decimal("-99980")


def meter(**facts: object) -> Meter:
    return Meter(
        **{
            "installation_no": "Z1",
            "meter_no": "W1",
            "installed_on": date(2026, 1, 1),
            "initial_value": Decimal(0),
            "digits": 5,
            **facts,
        }
    )


def reading(day: date, value: str, kind: str = "actual", *, no: str = "", booked: date | None = None):
    return Reading(
        reading_no=no or f"{day}{value}", read_on=day, value=Decimal(value), kind=kind, booked_on=booked
    )


FEB, MAR, APR = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)


def found(*readings: Reading, **facts: object) -> list[tuple[Decimal, bool]]:
    stretches = stretches_of(meter=meter(**facts), readings=readings)
    return [(one.quantity, one.estimated) for one in stretches]


def test_an_estimate_marks_the_stretch_before_and_after_it() -> None:
    assert found(reading(FEB, "10"), reading(MAR, "20", "estimated"), reading(APR, "25")) == [
        (Decimal(10), False),
        (Decimal(10), True),
        (Decimal(5), True),
    ]


def test_an_estimate_that_turned_out_too_high_is_left_out() -> None:
    assert found(reading(FEB, "10"), reading(MAR, "40", "estimated"), reading(APR, "25")) == [
        (Decimal(10), False),
        (Decimal(15), False),
    ]


def test_every_estimate_that_a_measured_reading_shows_to_be_too_high_is_left_out() -> None:
    """The lower of two estimates may be true; the higher one before it cannot."""
    too_high, may_be = (
        reading(FEB, "40", "estimated"),
        reading(MAR, "20", "estimated"),
    )
    assert found(too_high, may_be, reading(APR, "25")) == [(Decimal(20), True), (Decimal(5), True)]


def test_an_estimate_beyond_nought_makes_no_whole_round() -> None:
    """Too high it has turned already, too low not yet: neither is a round of 100,000."""
    assert found(reading(FEB, "99990"), reading(MAR, "5", "estimated"), reading(APR, "99995")) == [
        (Decimal(99990), False),
        (Decimal(5), False),
    ]
    facts = {"initial_value": Decimal(99990)}
    assert found(reading(FEB, "5"), reading(MAR, "99995", "estimated"), reading(APR, "9"), **facts) == [
        (Decimal(15), False),
        (Decimal(4), False),
    ]


def test_an_estimate_far_behind_the_fitting_is_as_good_as_any() -> None:
    """Older readings may be out of sight: from 0 to 60,000 is no way back."""
    assert found(reading(FEB, "60000", "estimated"), reading(MAR, "60100")) == [
        (Decimal(60000), True),
        (Decimal(100), True),
    ]


def test_of_two_readings_of_one_day_the_one_booked_last_counts() -> None:
    first = reading(FEB, "10", no="2", booked=date(2026, 2, 3))
    corrected = reading(FEB, "12", no="1", booked=date(2026, 2, 20))
    assert found(corrected, first) == [(Decimal(12), False)]


def test_a_measured_reading_beats_an_estimate_of_its_day_whenever_booked() -> None:
    guess = reading(FEB, "19", "estimated", booked=date(2026, 5, 1))
    assert found(guess, reading(FEB, "12")) == [(Decimal(12), False)]


def test_a_reading_booked_late_stands_where_it_was_read() -> None:
    late = reading(FEB, "10", booked=date(2026, 4, 15))
    assert found(reading(MAR, "30", booked=date(2026, 3, 3)), late) == [
        (Decimal(10), False),
        (Decimal(20), False),
    ]


def test_readings_outside_the_time_of_the_installation_do_not_count() -> None:
    readings = [reading(date(2025, 12, 1), "900"), reading(FEB, "10"), reading(APR, "500")]
    assert found(*readings, removed_on=MAR, final_value=Decimal(14)) == [
        (Decimal(10), False),
        (Decimal(4), False),
    ]


def test_without_the_states_of_fitting_and_removal_readings_alone_count() -> None:
    assert found(reading(FEB, "10"), reading(MAR, "14"), initial_value=None, removed_on=APR) == [
        (Decimal(4), False)
    ]


@pytest.mark.parametrize("count", [1, 12, 24])
def test_months_back_end_with_the_month_of_the_day(count: int) -> None:
    months = months_back(until=date(2026, 1, 15), count=count)
    assert len(months) == count and months[-1] == date(2026, 1, 1)
    assert all((later - timedelta(days=1)).replace(day=1) == month for month, later in pairwise(months))
