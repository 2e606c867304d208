"""Cells are read exactly, whole columns and single ones alike, and nothing else passes."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfservice.exchange.contract import contract
from selfservice.exchange.loading.values import BadValue, Reader, reader_for

MONEY = reader_for(contract()["invoices"].column("gross"))
QUANTITY = reader_for(contract()["readings"].column("value"))
amounts = st.decimals(min_value="-9999999999.99", max_value="9999999999.99", places=2)
quantities = st.decimals(min_value="-999999999999", max_value="999999999999", places=6)


def both(reader: Reader, cell: str) -> str:
    """The cell read alone; read in a column it must come out the same."""
    alone = reader.cell(cell)
    assert list(reader.column(["", cell, ""])) == ["", alone, ""]
    return alone


def refused(reader: Reader, cell: str) -> None:
    with pytest.raises(BadValue):
        reader.cell(cell)
    with pytest.raises(BadValue):
        reader.column(["", cell])


def polish(amount: Decimal, space: str) -> str:
    """An amount with a decimal comma and spaces between thousands."""
    return f"{amount:,f}".replace(",", space).replace(".", ",")


@given(amounts, st.sampled_from([" ", "\u00a0", "\u202f", ""]))
def test_amounts_are_read_exactly_however_they_are_written(amount: Decimal, space: str) -> None:
    for text in (f"{amount:f}", polish(amount, space), f"{amount:f}00"):
        assert Decimal(both(MONEY, text)) == amount


@pytest.mark.long
@given(st.lists(quantities, min_size=1), st.booleans())
def test_a_column_of_quantities_keeps_every_value_in_its_place(values: list[Decimal], comma: bool) -> None:
    cells = [polish(value, " ") if comma else f"{value:f}" for value in values]
    assert [Decimal(cell) for cell in QUANTITY.column(cells)] == values


@given(st.text(min_size=1, max_size=12))
def test_whatever_passes_as_an_amount_is_one(text: str) -> None:
    try:
        number = Decimal(MONEY.cell(text))
    except BadValue:
        with pytest.raises(BadValue):
            MONEY.column([text])
        return
    assert number.is_finite()
    assert abs(number) < Decimal(10) ** 10
    assert number == number.quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    "cell",
    [
        *["NaN", "Infinity", "1e5", "0x1", "1_000", "+5", "--1", "1.005", "1,234.56", "12 34,00"],
        *["12345678901", "١٢", "1 234 567 890 12,00", "5\n6", "zł 5", "5 ", "."],
    ],
)
def test_impossible_amounts_are_refused(cell: str) -> None:
    refused(MONEY, cell)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_days_are_read_in_both_forms(day: date) -> None:
    reader = reader_for(contract()["invoices"].column("issued_on"))
    assert both(reader, day.isoformat()) == day.isoformat()
    assert both(reader, f"{day:%d.%m.}{day.year}") == day.isoformat()


@pytest.mark.parametrize(
    "cell",
    [
        *["2026-02-30", "2025-02-29", "30.02.2026", "00.01.2026", "2026-13-01", "1899-12-31", "2200-01-01"],
        *["2026/01/01", "01-02-2026", "20260101", "2026-1-1", "٢٠٢٦-01-01", "2026-01-01T00:00", "wczoraj"],
    ],
)
def test_impossible_days_are_refused(cell: str) -> None:
    refused(reader_for(contract()["invoices"].column("issued_on")), cell)


@given(
    st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2150, 1, 1)),
    st.integers(min_value=-14 * 60, max_value=14 * 60),
)
def test_instants_become_utc(moment: datetime, minutes: int) -> None:
    instant = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    text = both(reader_for(contract()["accounts"].column("updated_at")), instant.isoformat())
    assert datetime.fromisoformat(f"{text}+00:00") == instant


@pytest.mark.parametrize("cell", ["2026-11-20T03:00:00", "2026-11-20", "25:00", "0001-01-01T00:00:00+14:00"])
def test_instants_without_offset_or_sense_are_refused(cell: str) -> None:
    refused(reader_for(contract()["accounts"].column("updated_at")), cell)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("25109010145555000000012345", "25109010145555000000012345"),
        ("PL25 1090 1014 5555 0000 0001 2345", "25109010145555000000012345"),
        ("61109010140000071219812874", "61109010140000071219812874"),
    ],
)
def test_account_numbers_with_right_check_digits_pass(cell: str, read: str) -> None:
    assert both(reader_for(contract()["accounts"].column("bank_account")), cell) == read


@given(st.integers(min_value=0, max_value=25), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_of_an_account_number_is_always_noticed(place: int, more: int) -> None:
    good = "25109010145555000000012345"
    wrong = str((int(good[place]) + more) % 10)
    refused(
        reader_for(contract()["accounts"].column("bank_account")), good[:place] + wrong + good[place + 1 :]
    )


@pytest.mark.parametrize(
    "cell",
    [
        "/etc/passwd.pdf",
        "files/../../x.pdf",
        "../x.pdf",
        "files//x.pdf",
        "files\\x.pdf",
        "C:/files/x.pdf",
        "files/x.exe",
        "other/x.pdf",
        "files/./x.pdf",
        f"files/{'x' * 260}.pdf",
    ],
)
def test_paths_that_lead_out_or_are_no_documents_are_refused(cell: str) -> None:
    refused(reader_for(contract()["invoices"].column("document")), cell)


@pytest.mark.parametrize(
    ("table", "column", "good", "bad"),
    [
        ("accounts", "kind", "person", "osoba"),
        ("accounts", "active", "1", "tak"),
        ("accounts", "active", "0", "true"),
        ("meters", "digits", "5", "12345"),
        ("invoice_lines", "position", "12", "-1"),
        ("areas", "area_code", "x" * 64, "x" * 65),
    ],
)
def test_other_kinds(table: str, column: str, good: str, bad: str) -> None:
    reader = reader_for(contract()[table].column(column))
    assert both(reader, good) == good
    refused(reader, bad)
