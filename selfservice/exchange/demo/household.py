"""Everything that the billing system knows about one demo account, as rows of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from random import Random

from selfservice.exchange import fa3
from selfservice.exchange.demo import papers
from selfservice.exchange.demo.billing import Billing
from selfservice.exchange.demo.calendar import Calendar
from selfservice.exchange.demo.customers import Customer, customer, registration_hash
from selfservice.exchange.demo.days import heat_by_day
from selfservice.exchange.demo.estate import estate_rows
from selfservice.exchange.demo.figures import money
from selfservice.exchange.demo.fixed import ANNA, ANNA_LITRES, BAKERY, CO_OP, FIXED
from selfservice.exchange.demo.metering import Metering
from selfservice.exchange.demo.names import TOWN
from selfservice.exchange.demo.town import Row, Town

DOCUMENTED = 20
"""So many accounts have documents in `files/`; the bills of the others are rendered from data."""

TableRow = tuple[str, Row]


@dataclass
class Household:
    """One account of the demo town.

    Parameters:
        seed: of the town; the fixed accounts do not depend on it.
        pays: a later delivery, in which the oldest unpaid bill has been paid.
    """

    index: int
    seed: int
    town: Town
    calendar: Calendar
    pays: bool = False

    @cached_property
    def rng(self) -> Random:
        """Chance of this account alone, so that accounts can be made in any order."""
        return Random(f"{'fixed' if self.index < len(FIXED) else self.seed}/{self.index}")  # noqa: S311 no secret

    @cached_property
    def customer(self) -> Customer:
        """Whose account it is."""
        if self.index < len(FIXED):
            return FIXED[self.index]
        return customer(self.index, town=self.town, rng=self.rng)

    @cached_property
    def metering(self) -> Metering:
        """Its meters."""
        litres = ANNA_LITRES if self.index == ANNA else 0
        return Metering(self.customer, self.calendar, self.rng, newest_litres=litres)

    @cached_property
    def billing(self) -> Billing:
        """Its bills, with the names of their documents."""
        billing = Billing(self.customer, self.calendar, self.metering, pays=self.pays)
        if self.index < DOCUMENTED:
            bill = billing.newest
            name = bill.number.replace("/", "-")
            if self.index != BAKERY:
                bill.document = f"files/invoices/{name}.pdf"
            if self.customer.company:
                bill.xml = f"files/invoices/{name}.xml"
                bill.ksef_hash = fa3.ksef_hash(papers.invoice_xml(self.customer, bill))
        return billing

    def rows(self) -> Iterator[TableRow]:
        """All rows of the account: table and row."""
        yield "accounts", self.account_row()
        yield from self._points_and_contracts()
        for row in self.metering.meter_rows():
            yield "meters", row
        for row in self.metering.reading_rows():
            yield "readings", row
        for bill in self.billing.bills:
            if self.index == BAKERY and bill is self.billing.newest:
                yield "invoices", ("",) * 17 + (bill.xml,)
                continue
            yield "invoices", self.billing.invoice_row(bill)
            for row in self.billing.line_rows(bill):
                yield "invoice_lines", row
        for row in self.billing.ledger_rows():
            yield "ledger", row
        for letter in self._letters():
            yield "documents", letter
        if self.index == CO_OP:
            yield from estate_rows(self.customer, self.calendar)
        if self.index == ANNA:
            yield from heat_by_day(point=self._heat_point, calendar=self.calendar, flats=1)

    def changed_rows(self, generation: int) -> Iterator[TableRow]:
        """What a later delivery brings for an account that pays: new state, payment, reading."""
        yield "accounts", self.account_row()
        yield "readings", self.metering.fresh_reading(generation)
        if bill := self.billing.just_paid:
            yield "invoices", self.billing.invoice_row(bill)
            yield "ledger", self.billing.payment_row(bill)

    def eventful_rows(self, generation: int) -> Iterator[TableRow]:
        """The same, and besides an invoice, a correction and an exchange of the meter."""
        bills = self.billing.add_events(generation)
        yield from self.changed_rows(generation)
        for bill in bills:
            if bill is not self.billing.just_paid:
                yield "invoices", self.billing.invoice_row(bill)
            yield "ledger", self.billing.charge_row(bill)
            for row in self.billing.line_rows(bill):
                yield "invoice_lines", row
        yield from self.metering.exchange_rows(generation)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Its documents: path and bytes."""
        if self.index >= DOCUMENTED:
            return
        bill = self.billing.newest
        if bill.document:
            yield bill.document, papers.invoice_pdf(self.customer, bill)
        if bill.xml:
            yield bill.xml, papers.invoice_xml(self.customer, bill)
        about = [f"Klient: {self.customer.name}", f"Numer klienta: {self.customer.number}", papers.SELLER]
        yield self._contract_file, papers.pdf(["Umowa o zaopatrzenie w wodę i odprowadzanie ścieków", *about])
        for letter in self._letters():
            yield str(letter[7]), papers.pdf([str(letter[3]), *about])

    def account_row(self) -> Row:
        """The row of `accounts`."""
        who, home = self.customer, self.customer.address
        settlement = "forecast" if self.index % 23 == 5 else "actual"
        return (
            who.number,
            "company" if who.company else "person",
            who.name,
            who.nip,
            who.email,
            f"+48 500 {self.index % 1000:03} {self.index * 7 % 1000:03}",
            home.street,
            home.building,
            home.flat,
            home.postcode,
            TOWN,
            who.bank_account,
            money(self.billing.balance),
            money(self.billing.overdue),
            "PLN",
            settlement,
            registration_hash(who.number),
            "1",
        )

    @property
    def _contract_file(self) -> str:
        return f"files/contracts/{self.customer.number}.pdf"

    @property
    def _heat_point(self) -> str:
        return f"{self.metering.point}C"

    def _points_and_contracts(self) -> Iterator[TableRow]:
        number, home = self.customer.number, self.customer.address
        place = (home.street, home.building, home.flat, home.postcode, TOWN, home.area)
        since = self.calendar.month_ends[0] - timedelta(days=1000 + self.index % 900)
        tariff = "firmy" if self.customer.company else "gospodarstwa domowe"
        for letter, service in (("W", "water"), ("S", "sewage")):
            yield "service_points", (f"PP{number}{letter}", number, service, *place, tariff, since, "")
        if self.index == ANNA:
            yield "service_points", (self._heat_point, number, "heat", *place, "c.o.", since, "")
        document = self._contract_file if self.index < DOCUMENTED else ""
        title = "Umowa o zaopatrzenie w wodę i odprowadzanie ścieków"
        yield "contracts", (f"U/{number}", number, "contract", "", title, since, since, "", document)
        if self.index % 4 == 0:
            day = since + timedelta(days=400)
            title = "Aneks nr 1: zmiana grupy taryfowej"
            yield "contracts", (f"U/{number}/A1", number, "annex", f"U/{number}", title, day, day, "", "")

    def _letters(self) -> Iterator[Row]:
        """Letters of the documented accounts: one shown, one whose window is over, one still to come."""
        if self.index >= DOCUMENTED:
            return
        number, today = self.customer.number, self.calendar.today
        letters = [("balance_confirmation", "Potwierdzenie salda", -40, -39, 365)]
        letters += [("settlement", "Rozliczenie roczne", -400, -399, -30)]
        letters += [("settlement", "Prognoza opłat na nowy rok", -1, 14, 400)]
        if self.customer.unpaid > 2:
            letters += [("demand", "Wezwanie do zapłaty", -3, -3, 90)]
        for place, (kind, title, issued, begin, end) in enumerate(letters):
            window = [self.calendar.instant(today + timedelta(days=days), 0) for days in (begin, end)]
            file = f"files/letters/{number}-{place}.pdf"
            issued_on = today + timedelta(days=issued)
            yield (f"D{number}{place}", number, kind, title, issued_on, *window, file)
