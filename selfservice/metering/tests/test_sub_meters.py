"""Sub-meters beside their main meter: compared over the same days, added up when typed together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from selfservice.exchange.models import Meter, Reading, ServicePoint
from selfservice.exchange.permission import loader_writes
from selfservice.metering.facts import MeterFacts, facts_of
from selfservice.metering.judging import judge

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)
POINT = ServicePoint(point_no="PP1", service="water")
SEP, OCT = date(2026, 9, 30), date(2026, 10, 31)


def meter(number: str, *, main: Meter | None = None, since: date = date(2026, 1, 1)) -> Meter:
    with loader_writes():
        return Meter(
            installation_no=number,
            meter_no=number,
            point=POINT,
            parent_installation=main,
            installed_on=since,
            initial_value=Decimal(0),
            digits=5,
            decimals=3,
        )


def read(of: Meter, **states: object) -> list[Reading]:
    days = {"sep": SEP, "oct": OCT}
    return [
        Reading(
            reading_no=f"{of.pk}{name}",
            installation_id=of.pk,
            read_on=days[name],
            value=Decimal(str(value)),
            kind="actual",
        )
        for name, value in states.items()
    ]


MAIN = meter("MAIN")
GARDEN, POOL = meter("GARDEN", main=MAIN), meter("POOL", main=MAIN)
FRESH = meter("FRESH", main=MAIN, since=date(2026, 11, 10))


def a_house() -> dict[str, MeterFacts]:
    """The main meter used 303 until the end of October, one a day; the sub-meters less."""
    readings = [
        *read(MAIN, sep=272, oct=303),
        *read(GARDEN, sep=20, oct=25),
        *read(POOL, oct=40),
    ]
    return facts_of(meters=[MAIN, GARDEN, POOL, FRESH], readings=readings)


def above(**typed: str) -> set[str]:
    """Which of those typed for the last of November are said to be above their main meter."""
    states = {number: Decimal(value) for number, value in typed.items()}
    facts = a_house()
    return {
        number
        for number in states
        if "sub_meter_above_main" in judge(facts=facts, installation_no=number, typed=states, read_on=TODAY)
    }


def test_a_sub_meter_typed_with_its_main_meter_may_count_as_much() -> None:
    """November: the main meter counts 20."""
    assert above(MAIN="323", GARDEN="45") == set()
    assert above(MAIN="323", GARDEN="45.001") == {"GARDEN"}


def test_sub_meters_typed_together_are_added_up() -> None:
    """12 and 8 of 20 are all of it; 12 and 9 are more."""
    assert above(MAIN="323", GARDEN="37", POOL="48") == set()
    assert above(MAIN="323", GARDEN="37", POOL="49") == {"GARDEN", "POOL"}


def test_a_sub_meter_that_stood_still_is_not_to_blame() -> None:
    assert above(MAIN="323", GARDEN="25", POOL="61") == {"POOL"}


def test_a_main_meter_not_typed_counts_with_its_average() -> None:
    """One a day makes 30 in November; a unit more is nothing to bother about."""
    assert above(GARDEN="55") == above(GARDEN="56") == set()
    assert above(GARDEN="56.001") == {"GARDEN"}
    assert above(GARDEN="45", POOL="52") == {"GARDEN", "POOL"}


def test_a_sub_meter_read_more_rarely_is_compared_since_its_own_last_state() -> None:
    """The main meter used 303 until October and 20 since; a sub-meter never read may have counted 323."""
    states = {"MAIN": Decimal(323), "POOL": Decimal(323)}
    facts = facts_of(meters=[MAIN, POOL], readings=read(MAIN, sep=272, oct=303))
    judged = {"facts": facts, "installation_no": "POOL", "read_on": TODAY}
    assert "sub_meter_above_main" not in judge(typed=states, **judged)
    assert "sub_meter_above_main" in judge(typed=states | {"POOL": Decimal("323.5")}, **judged)


def test_a_sub_meter_fitted_within_the_time_is_compared_since_it_was_fitted() -> None:
    """The main meter counts 30 in November, so 20 in the twenty days since the tenth."""
    assert above(MAIN="333", FRESH="20") == set()
    assert above(MAIN="333", FRESH="20.5") == {"FRESH"}
    assert above(MAIN="333", GARDEN="40", FRESH="15.5") == {"GARDEN", "FRESH"}


def test_of_a_main_meter_fitted_later_nothing_is_said() -> None:
    main = meter("NEW", since=date(2026, 11, 20))
    sub = meter("SUB", main=main)
    facts = facts_of(meters=[main, sub], readings=read(sub, oct=3))
    typed = {"NEW": Decimal(1), "SUB": Decimal(5)}
    assert "sub_meter_above_main" not in judge(facts=facts, installation_no="SUB", typed=typed, read_on=TODAY)
