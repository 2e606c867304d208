"""Which addresses a stretch of a street covers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ebok.core.areas import Address, BuildingNumber, Side, Stretch, plain_name


def covers(first: str, last: str, building: str, side: Side = Side.ALL) -> bool:
    return Stretch("Zalesie", "Łąkowa", first, last, side).covers(Address("Zalesie", "ul. Łąkowa", building))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12", BuildingNumber(12)),
        ("12A", BuildingNumber(12, "a")),
        (" 12 a ", BuildingNumber(12, "a")),
        ("12bis", BuildingNumber(12, "bis")),
        ("12A/3", BuildingNumber(12, "a")),
        ("12/14", BuildingNumber(12)),
        ("007", BuildingNumber(7)),
        ("b/n", None),
        ("", None),
    ],
)
def test_building_numbers_are_read_as_written_on_houses(text: str, read: BuildingNumber | None) -> None:
    assert BuildingNumber.read(text) == read


def test_numbers_are_ordered_as_people_order_them() -> None:
    texts = ["9", "10", "12", "12A", "12B", "13", "100"]
    numbers = [BuildingNumber.read(text) for text in texts]
    assert sorted(numbers, key=lambda number: (number.number, number.suffix)) == numbers
    assert BuildingNumber(9) < BuildingNumber(10) < BuildingNumber(10, "a") < BuildingNumber(11)


@pytest.mark.parametrize(
    ("first", "last", "building", "expected"),
    [
        ("", "", "999", True),
        ("10", "40", "10", True),
        ("10", "40", "9", False),
        ("10", "40", "9C", False),
        ("10", "40", "40", True),
        ("10", "40", "40A", True),
        ("10", "40", "41", False),
        ("12B", "", "12A", False),
        ("12B", "", "12C", True),
        ("12", "12", "12A", True),
        ("", "40A", "40", True),
        ("", "40A", "40A", True),
        ("", "40A", "40B", False),
        ("2", "10", "3", True),
        ("10", "40", "b/n", True),
    ],
)
def test_ranges_include_both_ends(first: str, last: str, building: str, expected: bool) -> None:
    assert covers(first, last, building) is expected


@pytest.mark.parametrize(
    ("side", "building", "expected"), [(Side.ODD, "13A", True), (Side.ODD, "12A", False)]
)
def test_the_side_is_that_of_the_number(side: Side, building: str, expected: bool) -> None:
    assert covers("1", "99", building, side) is expected
    assert covers("1", "99", building, Side.EVEN) is not expected


@given(st.integers(1, 999), st.integers(1, 999), st.integers(1, 999), st.sampled_from(["", "A", "b"]))
def test_each_number_of_a_range_stands_on_exactly_one_side(
    first: int, last: int, number: int, suffix: str
) -> None:
    building = f"{number}{suffix}"
    sides = [covers(str(first), str(last), building, side) for side in (Side.ODD, Side.EVEN)]
    assert sum(sides) == covers(str(first), str(last), building) == (first <= number <= last)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ul. Łąkowa", "LAKOWA"),
        ("Aleja  Róż", "al. róż"),
        ("Plac Zgody", "pl. Zgody"),
        ("os. Słoneczne", "Osiedle Słoneczne"),
    ],
)
def test_names_are_compared_as_people_compare_them(one: str, other: str) -> None:
    assert plain_name(one) == plain_name(other)


def test_words_that_only_begin_like_a_kind_of_street_stay() -> None:
    assert plain_name("Placowa") == "placowa"
    assert plain_name("Osiedlowa") == "osiedlowa"


def test_another_street_or_town_is_not_covered_and_an_empty_town_matches_all() -> None:
    stretch = Stretch("Zalesie", "Łąkowa")
    assert not stretch.covers(Address("Zalesie", "Polna", "1"))
    assert not stretch.covers(Address("Brzeziny", "Łąkowa", "1"))
    assert stretch.covers(Address("", "Łąkowa", "1"))
    assert Stretch("", "Łąkowa").covers(Address("Brzeziny", "Łąkowa"))
