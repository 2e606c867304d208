"""Consumption in the portal: each component its own chart, across exchanges, at a constant cost."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.models import Consumption, Reading
from selfservice.exchange.permission import loader_writes
from selfservice.exchange.tests.factories import (
    AccountFactory,
    ConsumptionFactory,
    FeedFactory,
    MeterFactory,
    ReadingFactory,
    ServicePointFactory,
)
from selfservice.zones.portal.tests.test_dashboard import count, queries_of_both_databases

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
NOW = "2026-11-21T10:00:00+01:00"
URL = "/en/portal/accounts/100245/consumption/"
FILE = "/en/portal/accounts/100245/consumption.csv"
UNTIL = date(2026, 11, 20)


@pytest.fixture
def owner(client: Client) -> Iterator[Client]:
    with time_machine.travel(NOW, tick=False):
        AccountFactory(account_no="100245")
        FeedFactory()
        client.force_login(AccessFactory(account_no="100245").user)
        yield client


@pytest.fixture
def point():
    return ServicePointFactory(account_id="100245", point_no="PP1")


def text(client: Client, query: str = "") -> str:
    return client.get(URL + query).content.decode()


def read(meter, **states: str) -> None:
    """Readings on the last days of months: `m09="12.5"`."""
    for month, value in states.items():
        day = (date(2026, int(month[1:]), 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        ReadingFactory(installation=meter, read_on=day, value=Decimal(value))


def test_an_exchanged_meter_is_counted_in_two_parts_and_shown_as_one(owner: Client, point) -> None:
    old = MeterFactory(
        point=point,
        installed_on=date(2026, 8, 31),
        initial_value=Decimal(400),
        removed_on=date(2026, 10, 15),
        final_value=Decimal(412),
    )
    read(old, m09="408")
    read(MeterFactory(point=point, installed_on=date(2026, 10, 15), initial_value=Decimal(3)), m10="8")
    page = text(owner)
    assert page.count('role="img"') == 1
    for month, used in (("September", "8.00"), ("October", "9.00")):
        assert f'<th scope="row">{month} 2026</th><td class="num">{used}\u00a0m³' in page


def test_every_component_has_its_own_chart_and_units_are_never_mixed(owner: Client, point) -> None:
    for medium, unit in (("cold_water", "m3"), ("hot_water", "m3"), ("heat", "GJ")):
        meter = MeterFactory(point=point, medium=medium, unit=unit, installed_on=date(2026, 8, 31))
        read(meter, m09="4", m10="9")
    ConsumptionFactory(point=point, component="heat_share")
    page = text(owner)
    titles = ["Cold water", "Hot water", "Heat by share", "Heat"]
    assert page.count('role="img"') == 4
    assert all(f">{title}</h2>" in page for title in titles)


def test_a_sub_meter_is_a_chart_of_its_own_and_no_part_of_the_sum(owner: Client, point) -> None:
    main = MeterFactory(point=point, installed_on=date(2026, 8, 31))
    garden = MeterFactory(
        point=point, meter_no="WG7", parent_installation=main, installed_on=date(2026, 8, 31)
    )
    read(main, m09="10")
    read(garden, m09="4")
    page = text(owner)
    assert "Cold water, sub-meter WG7" in page
    assert '<td class="num">10.00\u00a0m³' in page and '<td class="num">4.00\u00a0m³' in page
    assert "14.00" not in page


def test_estimated_months_are_hatched_and_said(owner: Client, point) -> None:
    meter = MeterFactory(point=point, installed_on=date(2026, 8, 31))
    read(meter, m09="10")
    assert "hatched" not in text(owner)
    ReadingFactory(installation=meter, read_on=date(2026, 10, 31), value=Decimal(15), kind="estimated")
    page = text(owner)
    assert "hatched" in page and "A part of it is estimated." in page


def test_a_meter_read_once_a_year_before_the_span_still_counts(owner: Client, point) -> None:
    meter = MeterFactory(point=point, installed_on=date(2020, 1, 1), initial_value=None)
    ReadingFactory(installation=meter, read_on=date(2025, 3, 31), value=Decimal(100))
    ReadingFactory(installation=meter, read_on=date(2026, 3, 31), value=Decimal(465))
    assert '<th scope="row">January 2026</th><td class="num">31.00\u00a0m³' in text(owner)


def test_two_years_are_compared_by_months_that_both_know(owner: Client, point) -> None:
    for year, quantity in ((2025, "10"), (2026, "12")):
        ConsumptionFactory(
            point=point,
            component="water",
            unit="m3",
            period_from=date(year, 9, 1),
            period_to=date(year, 9, 30),
            quantity=Decimal(quantity),
        )
    page = text(owner, "?span=years")
    assert "That is 2.00\u00a0m³ more (20%)." in page


def test_years_between_the_fitting_and_the_first_reading_delivered_are_no_little_use(
    owner: Client, point
) -> None:
    meter = MeterFactory(point=point, installed_on=date(2022, 5, 10), initial_value=Decimal(400))
    read(meter, m08="401", m09="408")
    page = text(owner, "?span=years")
    assert page.count('class="bar') == 3  # of September, and both of the legend
    assert page.count("No data before 1 September 2026.") == 2  # beside the chart and inside
    assert "0.0" not in page


def test_a_meter_fitted_within_a_year_of_its_first_reading_is_counted_from_its_fitting(
    owner: Client, point
) -> None:
    meter = MeterFactory(point=point, installed_on=date(2025, 12, 31), initial_value=Decimal(0))
    read(meter, m08="243")
    assert '<th scope="row">Jan</th><td class="num">31.00\u00a0m³' in text(owner, "?span=years")


@pytest.fixture
def a_year_of_days(point) -> None:
    with loader_writes():
        Consumption.objects.bulk_create(
            Consumption(
                point=point,
                component="power",
                unit="kWh",
                period_from=UNTIL - timedelta(days=place),
                period_to=UNTIL - timedelta(days=place),
                quantity=Decimal(place % 17) / 2,
            )
            for place in range(800)
        )


@pytest.mark.usefixtures("a_year_of_days")
def test_a_year_of_days_is_made_few_bars_and_a_small_page(owner: Client) -> None:
    page = text(owner, "?span=year-of-days")
    assert 30 < page.count('class="range"') <= 63
    assert len(gzip.compress(page.encode())) <= 20_000


def spans(page: str) -> list[str]:
    """The periods that the form offers."""
    return re.findall(r'<option value="([a-z-]+)"', page.split('name="span"')[1].split("</select>")[0])


@pytest.mark.usefixtures("a_year_of_days")
def test_single_days_are_offered_where_something_is_read_daily(owner: Client) -> None:
    assert spans(text(owner)) == ["year", "years", "days", "year-of-days"]


def test_single_days_are_not_offered_for_a_meter_read_monthly(owner: Client, point) -> None:
    meter = MeterFactory(point=point, installed_on=date(2026, 8, 31))
    read(meter, m09="4", m10="9")
    ReadingFactory(installation=meter, read_on=date(2026, 11, 1), value=Decimal("9.2"))  # one day later
    assert spans(text(owner)) == ["year", "years"]
    page = text(owner, "?span=days")  # an address kept from another meter
    assert "This meter is not read daily" in page and "days" in spans(page)


@pytest.mark.usefixtures("a_year_of_days")
def test_the_file_of_days_holds_every_single_day(owner: Client) -> None:
    answer = owner.get(FILE + "?span=year-of-days&point=PP1&what=table-power-kWh")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 1 + 364
    assert lines[-1] == "2026-11-20;0.000000;kWh;1;0"


def test_the_file_is_escaped_and_holds_exact_figures(owner: Client, point) -> None:
    ConsumptionFactory(point=point, component="=1+1", unit="@m3", quantity=Decimal("1.234567"))
    answer = owner.get(FILE, {"what": "table-=1+1-@m3"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[1] == "2026-10-01;1.234567;'@m3;31;0"


@pytest.mark.parametrize("query", ["?point=PP2", "?point=%00"])
def test_somebody_elses_point_looks_like_none(owner: Client, point, query: str) -> None:
    MeterFactory(point=point)
    MeterFactory(point=ServicePointFactory(point_no="PP2"))
    assert owner.get(URL + query).status_code == 404


def test_an_account_without_meters_is_told_so(owner: Client) -> None:
    assert "No meters here" in text(owner)


@pytest.mark.long
def test_thirty_meters_cost_as_many_queries_as_one(owner: Client, point) -> None:
    main = MeterFactory(point=point, installed_on=date(2026, 8, 31))
    read(main, m09="10")
    owner.get(URL)
    with queries_of_both_databases() as one:
        owner.get(URL)
    for _ in range(29):
        sub = MeterFactory(point=point, parent_installation=main, installed_on=date(2026, 8, 31))
        read(sub, m09="1", m10="2")
    with queries_of_both_databases() as thirty:
        assert owner.get(URL).status_code == 200
    assert count(one) == count(thirty) <= 9
    assert Reading.objects.count() == 59


def test_the_overview_shows_the_main_meter_in_one_more_query(owner: Client, point) -> None:
    main = MeterFactory(point=point, installed_on=date(2026, 8, 31))
    read(main, m09="10")
    read(MeterFactory(point=point, parent_installation=main, installed_on=date(2026, 8, 31)), m09="3")
    page = owner.get("/en/portal/accounts/100245/").content.decode()
    assert "Your consumption" in page and '<td class="num">10.00\u00a0m³' in page
    assert '<td class="num">3.00\u00a0m³' not in page
