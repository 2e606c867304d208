"""A contract holds from its first to its last day."""

from __future__ import annotations

from datetime import date

import pytest

from selfservice.contracts.validity import state_of
from selfservice.exchange.models import Contract

ON = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "state"),
    [
        (None, None, "in_force"),
        (ON, ON, "in_force"),
        (date(2026, 11, 22), None, "coming"),
        (date(2020, 1, 1), date(2026, 11, 20), "ended"),
        (None, date(2026, 11, 22), "in_force"),
    ],
)
def test_the_state_follows_the_days(valid_from: date | None, valid_to: date | None, state: str) -> None:
    assert state_of(contract=Contract(valid_from=valid_from, valid_to=valid_to), on=ON) == state
