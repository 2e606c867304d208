"""Cells into canonical text: whole columns at once, single cells only to explain a fault.

Canonical: decimals with a point and no separators, days `YYYY-MM-DD`, instants `YYYY-MM-DD
HH:MM:SS[.ffffff]` in UTC, booleans `1` or `0`; an empty cell stays empty (NULL).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, date, datetime

from selfservice.exchange.contract import Column, Kind
from selfservice.exchange.loading.source import FILES, is_safe

Cells = Sequence[str]
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)
DOCUMENT_TYPES = (".pdf", ".xml")
_SPACES = ("\u00a0", "\u202f", " ")
_MEMORY = 200_000


class BadValue(ValueError):
    """A cell that is not what its column holds."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Reader(ABC):
    """Reads the cells of one column."""

    @abstractmethod
    def cell(self, cell: str) -> str:
        """The canonical text of one non-empty cell. Raises BadValue."""

    @abstractmethod
    def column(self, cells: Cells) -> Cells:
        """Canonical texts of many cells, empty ones among them. Raises BadValue for any bad one."""


class Texts(Reader):
    """Text up to a length."""

    def __init__(self, column: Column) -> None:
        self.longest = column.max_length

    def cell(self, cell: str) -> str:
        if len(cell) > self.longest:
            raise BadValue("too_long", f"Longer than {self.longest} characters.")
        return cell

    def column(self, cells: Cells) -> Cells:
        if max(map(len, cells), default=0) > self.longest:
            raise BadValue("too_long", "Too long.")
        return cells


class Memoised(Reader):
    """Kinds with few different values: each is looked at once, then remembered."""

    def __init__(self) -> None:
        self._known = {"": ""}
        self._rewritten: set[str] = set()

    def column(self, cells: Cells) -> Cells:
        distinct = set(cells)
        if fresh := distinct - self._known.keys():
            self._learn(fresh)
        if self._rewritten.isdisjoint(distinct):
            return cells
        return list(map(self._known.__getitem__, cells))

    def _learn(self, fresh: set[str]) -> None:
        if len(self._known) > _MEMORY:
            self._known, self._rewritten = {"": ""}, set()
        for cell in fresh:
            canonical = self._known[cell] = self.cell(cell)
            if canonical != cell:
                self._rewritten.add(cell)


class Choices(Memoised):
    """One of a closed list."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.choices = frozenset(column.choices)

    def cell(self, cell: str) -> str:
        if cell not in self.choices:
            raise BadValue("bad_choice", f"{cell[:40]!r} is none of {', '.join(sorted(self.choices))}.")
        return cell


class Booleans(Memoised):
    """`1` or `0`."""

    def cell(self, cell: str) -> str:
        if cell not in ("0", "1"):
            raise BadValue("bad_boolean", f"{cell[:40]!r} is neither 1 nor 0.")
        return cell


class Integers(Memoised):
    """Whole numbers from 0, up to a number of digits."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.digits = column.digits

    def cell(self, cell: str) -> str:
        if not re.fullmatch(f"[0-9]{{1,{self.digits}}}", cell):
            raise BadValue("bad_number", f"{cell[:40]!r} is no whole number of at most {self.digits} digits.")
        return str(int(cell))


class Dates(Memoised):
    """`YYYY-MM-DD` or `DD.MM.YYYY`."""

    def cell(self, cell: str) -> str:
        match = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", cell)
        parts = match.groups() if match else ()
        if not parts and (match := re.fullmatch(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})", cell)):
            parts = match.groups()[::-1]
        if not parts:
            raise BadValue("bad_date", f"{cell[:40]!r} is no date like 2026-11-20 or 20.11.2026.")
        try:
            day = date(*map(int, parts))
        except ValueError as error:
            raise BadValue("bad_date", f"{cell} does not exist in the calendar.") from error
        if not _EARLIEST <= day <= _LATEST:
            raise BadValue("bad_date", f"{cell} is not between {_EARLIEST} and {_LATEST}.")
        return day.isoformat()


class Instants(Memoised):
    """ISO 8601 with an offset."""

    def cell(self, cell: str) -> str:
        try:
            instant = datetime.fromisoformat(cell)
            moment = instant.astimezone(UTC).replace(tzinfo=None) if instant.tzinfo else None
        except (ValueError, OverflowError) as error:
            raise BadValue("bad_instant", f"{cell[:40]!r} is no ISO 8601 instant.") from error
        if moment is None:
            raise BadValue("bad_instant", f"{cell[:40]!r} has no offset from UTC.")
        if not _EARLIEST <= moment.date() <= _LATEST:
            raise BadValue("bad_instant", f"{cell} is not between {_EARLIEST} and {_LATEST}.")
        return moment.isoformat(sep=" ")


class Decimals(Reader):
    """Exact numbers, with a point or a comma and perhaps spaces between thousands."""

    def __init__(self, column: Column) -> None:
        self.digits, self.decimals = column.digits - column.decimals, column.decimals
        whole, part = f"[0-9]{{1,{self.digits}}}+", f"[0-9]{{1,{self.decimals}}}+0*+"
        grouped = "[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+"
        canonical = rf"(?:-?{whole}(?:\.{part})?)?"
        tolerated = rf"(?:-?(?:{grouped}|[0-9]+)(?:[.,]{part})?)?"
        self._canonical = re.compile(rf"{canonical}(?:\n{canonical})*+")
        self._tolerated = re.compile(rf"{tolerated}(?:\n{tolerated})*+")
        self._one = re.compile(canonical)

    def cell(self, cell: str) -> str:
        if "\n" in cell or not self._tolerated.fullmatch(cell):
            raise BadValue("bad_amount", self._reason(cell))
        plain = _plain(cell)
        if not self._one.fullmatch(plain):
            raise BadValue("bad_amount", f"{cell[:40]} has more than {self.digits} digits before the point.")
        return plain

    def column(self, cells: Cells) -> Cells:
        joined = "\n".join(cells)
        if self._canonical.fullmatch(joined) and joined.count("\n") == len(cells) - 1:
            return cells
        plain = _plain(joined)
        fits = self._tolerated.fullmatch(joined) and self._canonical.fullmatch(plain)
        if not fits or joined.count("\n") != len(cells) - 1:
            raise BadValue("bad_amount", "Not all are numbers.")
        return plain.split("\n")

    def _reason(self, cell: str) -> str:
        return f"{cell[:40]!r} is no number with at most {self.decimals} decimals."


class Accounts(Reader):
    """Polish bank account numbers (NRB), 26 digits whose check digits are right.

    Rule: the account, `2521` (PL in figures) and the check digits, read as one number, leave 1 when
    divided by 97 (ISO 7064, as for an IBAN).
    """

    def cell(self, cell: str) -> str:
        number = cell.replace(" ", "").removeprefix("PL")
        if len(number) != 26 or not (number.isascii() and number.isdigit()):
            raise BadValue("bad_nrb", "An account number has 26 digits.")
        if int(f"{number[2:]}2521{number[:2]}") % 97 != 1:
            raise BadValue("bad_nrb", "The check digits of the account number are wrong.")
        return number

    def column(self, cells: Cells) -> Cells:
        return [self.cell(cell) if cell else "" for cell in cells]


class Paths(Memoised):
    """Paths of delivered documents: below `files/`, PDF or XML, never leading out."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self.longest = column.max_length

    def cell(self, cell: str) -> str:
        if len(cell) > self.longest:
            raise BadValue("too_long", f"Longer than {self.longest} characters.")
        if not is_safe(cell) or not cell.startswith(f"{FILES}/"):
            raise BadValue("unsafe_path", f"{cell[:80]!r} is no path below files/.")
        if not cell.lower().endswith(DOCUMENT_TYPES):
            raise BadValue("bad_type", f"{cell[-20:]!r} is neither a PDF nor an XML file.")
        return cell


def reader_for(column: Column) -> Reader:
    """The reader of a column's cells."""
    match column.kind:
        case Kind.CHOICE:
            return Choices(column)
        case Kind.DATE:
            return Dates()
        case Kind.INSTANT:
            return Instants()
        case Kind.DECIMAL:
            return Decimals(column)
        case Kind.INTEGER:
            return Integers(column)
        case Kind.BOOLEAN:
            return Booleans()
        case Kind.NRB:
            return Accounts()
        case Kind.PATH:
            return Paths(column)
        case Kind.TEXT:
            return Texts(column)


def _plain(text: str) -> str:
    for space in _SPACES:
        text = text.replace(space, "")
    return text.replace(",", ".")
