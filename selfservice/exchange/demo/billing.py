"""Bills and ledger of one demo account; the ledger's sum is the balance, and so is that of open amounts."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from selfservice.exchange import ksef
from selfservice.exchange.demo.calendar import Calendar, before
from selfservice.exchange.demo.customers import Customer
from selfservice.exchange.demo.figures import WATER, Charge, charge, money, thousandths
from selfservice.exchange.demo.figures import month as month_charges
from selfservice.exchange.demo.metering import Metering
from selfservice.exchange.demo.town import Row

SELLER_NIP = "1234563218"
TERM = timedelta(days=14)
_PREFIX = {"invoice": "FV", "correction": "FK", "advance": "FZ", "interest_note": "NO", "demand": "WZ"}
_FIRST_OF_MONTH = 412


@dataclass(eq=False)
class Bill:
    """One document of account; amounts in grosze."""

    number: str
    kind: str
    issued_on: date
    due_on: date
    charges: Sequence[Charge] = ()
    corrects: str = ""
    gross: int = 0
    open: int = 0
    paid_on: date | None = None
    document: str = ""
    xml: str = ""
    ksef_hash: str = ""

    def __post_init__(self) -> None:
        self.gross = self.gross or sum(line.gross for line in self.charges)

    @property
    def period(self) -> tuple[date, date]:
        """The month billed."""
        return before(self.issued_on)


@dataclass
class Billing:
    """What an account was billed for and what it paid.

    Parameters:
        pays: of the unpaid bills the oldest is paid today (what a later delivery brings).
    """

    customer: Customer
    calendar: Calendar
    metering: Metering
    pays: bool = False
    bills: list[Bill] = field(default_factory=list)
    just_paid: Bill | None = None

    def __post_init__(self) -> None:
        self.bills = list(self._monthly())
        self._settle()
        self._correct()
        self._dun()

    @property
    def balance(self) -> int:
        """What the customer owes."""
        return sum(bill.open for bill in self.bills)

    @property
    def overdue(self) -> int:
        """The part of it that is late."""
        return sum(bill.open for bill in self.bills if bill.due_on < self.calendar.today and bill.open > 0)

    @property
    def newest(self) -> Bill:
        """The newest monthly bill."""
        return max((bill for bill in self.bills if bill.kind in ("invoice", "advance")), key=_issued)

    def invoice_row(self, bill: Bill) -> Row:
        """The bill as a row of `invoices`."""
        net = sum(line.net for line in bill.charges) if bill.charges else bill.gross
        number, status, digest = self._ksef(bill)
        begin, end = bill.period if bill.charges else ("", "")
        return (
            bill.number,
            self.customer.number,
            bill.kind,
            bill.corrects,
            bill.issued_on,
            bill.due_on,
            begin,
            end,
            money(net),
            money(bill.gross - net),
            money(bill.gross),
            money(bill.open),
            "PLN",
            number,
            status,
            digest,
            bill.document,
            bill.xml,
        )

    def line_rows(self, bill: Bill) -> Iterator[Row]:
        """Its lines as rows of `invoice_lines`."""
        for position, line in enumerate(bill.charges, start=1):
            point = "" if line.component == "subscription" else self.metering.point
            figures = (thousandths(line.quantity), line.unit, money(line.price), money(line.net))
            tax = ("8", money(line.vat), money(line.gross))
            yield (bill.number, position, point, line.component, line.description, *figures, *tax)

    def ledger_rows(self) -> Iterator[Row]:
        """Opening, charges and payments."""
        opened = self.bills[0].issued_on - timedelta(days=1)
        yield (
            f"K{self.customer.number}00",
            self.customer.number,
            opened,
            "opening",
            "0.00",
            "",
            "Bilans otwarcia",
        )
        for bill in self.bills:
            if bill.kind == "demand":
                continue
            yield self.charge_row(bill)
            if bill.paid_on:
                yield self.payment_row(bill)

    def charge_row(self, bill: Bill) -> Row:
        """What a bill charges."""
        kind = "interest" if bill.kind == "interest_note" else "charge"
        place = self.bills.index(bill) + 1
        return self._entry(f"{place:02}", bill.issued_on, kind, bill.gross, bill, f"Dokument {bill.number}")

    def add_events(self, generation: int) -> tuple[Bill, Bill]:
        """What a later delivery bills: a service, and a correction of the newest invoice.

        Where nothing else is paid, the service is.
        """
        today, wrong = self.calendar.today, self.newest
        sealing = charge("service", "Plombowanie wodomierza", quantity=1000, unit="szt.", price=6500)
        number = f"{today:%Y/%m}/{generation:05}"
        service = Bill(f"FU/{number}", "invoice", today, today + TERM, (sealing,))
        turned = (_turned(quantity=1000),)
        correction = Bill(f"FKU/{number}", "correction", today, today + TERM, turned, wrong.number)
        service.open, correction.open = service.gross, correction.gross
        if self.just_paid is None:
            self.just_paid = service
            service.open, service.paid_on = 0, today
        self.bills += [service, correction]
        return service, correction

    def payment_row(self, bill: Bill) -> Row:
        """The payment of a bill."""
        place = self.bills.index(bill) + 1
        day = bill.paid_on or self.calendar.today
        return self._entry(f"{place:02}P", day, "payment", -bill.gross, bill, f"Wpłata za {bill.number}")

    def _entry(self, no: str, day: date, kind: str, amount: int, bill: Bill, title: str) -> Row:
        number = self.customer.number
        return (f"K{number}{no}", number, day, kind, money(amount), bill.number, title)

    def _monthly(self) -> Iterator[Bill]:
        forecast = self.customer.index % 23 == 5
        for place, day in enumerate(self.calendar.bill_days(self.customer.days_ago)):
            kind = "advance" if forecast and place % 3 else "invoice"
            litres = self.metering.usage[before(day)[1]]
            lines = month_charges(litres, garden=self.metering.garden.get(before(day)[1], 0))
            yield Bill(self._number(kind, day), kind, day, day + TERM, lines)

    def _settle(self) -> None:
        for place, bill in enumerate(reversed(self.bills), start=1):
            if place <= self.customer.unpaid:
                bill.open = bill.gross
            else:
                early = (self.customer.index + place) % 10
                bill.paid_on = min(bill.due_on - timedelta(days=early), self.calendar.today)
        if self.pays and (unpaid := [bill for bill in self.bills if bill.open]):
            self.just_paid = unpaid[0]
            unpaid[0].open, unpaid[0].paid_on = 0, self.calendar.today

    def _correct(self) -> None:
        if self.customer.index % 17 != 3:
            return
        wrong = self.bills[-3]
        day = wrong.issued_on + timedelta(days=9)
        bill = Bill(
            self._number("correction", day),
            "correction",
            day,
            day + TERM,
            (_turned(quantity=2000),),
            wrong.number,
        )
        bill.open = bill.gross
        self.bills.append(bill)

    def _dun(self) -> None:
        late = self.overdue
        if self.customer.unpaid < 2 or not late:
            return
        day = self.calendar.today - timedelta(days=3)
        note = Bill(
            self._number("interest_note", day), "interest_note", day, day + TERM, gross=late // 90 + 1
        )
        note.open = note.gross
        self.bills.append(note)
        if self.customer.unpaid > 2:
            self.bills.append(Bill(self._number("demand", day), "demand", day, day + TERM, gross=late))

    def _number(self, kind: str, day: date) -> str:
        return f"{_PREFIX[kind]}/{day:%Y/%m}/{_FIRST_OF_MONTH + self.customer.index:05}"

    def _ksef(self, bill: Bill) -> tuple[str, str, str]:
        if not self.customer.company or bill.kind not in ("invoice", "correction", "advance"):
            return "", "none", ""
        digest = hashlib.sha256(bill.number.encode()).digest()
        told = bill.ksef_hash or base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if bill.issued_on > self.calendar.today - timedelta(days=2):
            return "", "waiting", told
        serial = digest.hex()[:12].upper()
        return ksef.number(nip=SELLER_NIP, accepted_on=bill.issued_on, serial=serial), "accepted", told


def _turned(*, quantity: int) -> Charge:
    """Water that was billed too much, with its signs turned."""
    line = charge("water", "Korekta odczytu: dostawa wody", quantity=quantity, unit="m3", price=WATER)
    return Charge(line.component, line.description, -line.quantity, "m3", line.price, -line.net, -line.vat)


def _issued(bill: Bill) -> date:
    return bill.issued_on
