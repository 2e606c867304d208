"""Many days made few: no day is lost, and none is counted twice."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfservice.metering.buckets import MOST_BUCKETS, buckets
from selfservice.metering.calendar import Use

SINCE = date(2026, 1, 1)


@given(st.lists(st.none() | st.integers(0, 500), min_size=1, max_size=150))
def test_buckets_hold_every_day_once_with_average_and_range(values: list[int | None]) -> None:
    days = {
        SINCE + timedelta(days=place): Use(SINCE + timedelta(days=place), Decimal(value), 1)
        for place, value in enumerate(values)
        if value is not None
    }
    found = buckets(days, since=SINCE, until=SINCE + timedelta(days=len(values) - 1))
    assert len(found) <= MOST_BUCKETS and sum(bucket.length for bucket in found) == len(values)
    for bucket in found:
        first = (bucket.first - SINCE).days
        known = [value for value in values[first : first + bucket.length] if value is not None]
        assert bucket.days == len(known)
        if known:
            assert (bucket.lowest, bucket.highest) == (min(known), max(known))
            assert abs(bucket.average * len(known) - sum(known)) < Decimal("1e-20")
        else:
            assert bucket.average is bucket.lowest is bucket.highest is None


def test_days_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(ValueError):
        buckets({}, since=SINCE, until=SINCE - timedelta(days=1))
