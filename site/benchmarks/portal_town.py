"""An office whose exchange holds any number of plainly invented accounts, filled set-wise."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SITE = Path(__file__).resolve().parents[1]
FEW, MANY = "100245", "100246"
"""Accounts with 12 and with 2,000 invoices; the same person owns both."""
LONG_AGO = "2020-01-01"

NUMBERS = "WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last}) "
ACCOUNTS = """
INSERT INTO accounts (account_no, kind, name, street, building, postcode, city, bank_account, balance,
  overdue, currency, active, registration_code)
SELECT CAST(i AS TEXT), 'person', 'Invented person ' || i, 'ul. Lipowa', i % 90, '00-999', 'Zielona Dolina',
  '25109010145555000000012345', 187.45, 0, 'PLN', 1, printf('sha256:%064d', i) FROM n
"""
POINTS = """
INSERT INTO service_points (point_no, account_no, service, street, building, city, area_code, active_from)
SELECT 'P' || i, CAST(i AS TEXT), 'water', 'ul. Lipowa', i % 90, 'Zielona Dolina', 'A' || i % 40, '2020-01-01'
FROM n
"""
INVOICES = """
INSERT INTO invoices (invoice_no, account_no, kind, issued_on, due_on, net, vat, gross, open_amount, currency)
SELECT 'FV/' || {account} || '/' || printf('%06d', i), {account}, 'invoice', day, date(day, '+14 days'),
  173.56, 13.89, 187.45, CASE WHEN i % {each} = {each} - 1 THEN 187.45 ELSE 0 END, 'PLN'
FROM (SELECT i, date('{since}', '+' || ((i % {each}) * {step}) || ' days') AS day FROM n)
"""
ENTRIES = """
INSERT INTO ledger (entry_no, account_no, booked_on, kind, amount, title)
SELECT 'K' || {account} || printf('%06d', i), {account}, date('2026-06-30', '-' || (i / 2) || ' days'),
  CASE WHEN i % 2 THEN 'payment' ELSE 'charge' END, CASE WHEN i % 2 THEN -187.45 ELSE 187.45 END, 'Invented'
FROM n
"""
METERS = """
INSERT INTO meters (installation_no, point_no, meter_no, medium, unit, digits, decimals, installed_on,
  initial_value, parent_installation_no)
SELECT 'Z' || {account} || '-' || i, 'P' || {account}, 'WM' || {account} || i, 'cold_water', 'm3', 5, 3,
  '2016-01-01', 0, CASE WHEN i THEN 'Z' || {account} || '-0' END FROM n
"""
READINGS = """
INSERT INTO readings (reading_no, installation_no, read_on, value, kind)
SELECT 'O' || {account} || '-' || (i % {meters}) || '-' || printf('%05d', i),
  'Z' || {account} || '-' || (i % {meters}),
  date('2026-06-30', '-' || (i / {meters}) || ' months'), 100000 - i / {meters} * 8, 'actual' FROM n
"""
LETTERS = """
INSERT INTO documents (document_no, account_no, kind, title, issued_on, available_to, file)
SELECT 'D' || {account} || printf('%05d', i), {account}, 'demand', 'Invented letter ' || i,
  date('2026-06-30', '-' || i || ' days'), CASE WHEN i < {open} THEN NULL ELSE '2026-01-01 00:00:00' END,
  'files/d.pdf' FROM n
"""
COLLECTIONS = """
INSERT INTO collections (collection_id, point_no, service, fraction, on_date)
SELECT 'W' || {account} || printf('%05d', i), 'P' || {account}, 'waste', 'paper',
  date('now', printf('%+d days', ({ahead} - i) * 7)) FROM n
"""
OPEN_LETTERS, VISITS_AHEAD = 12, 8
"""Of either customer: older letters are no longer shown, and older collections are over."""
HISTORY_PAGES = {
    "dashboard": "",
    "settlements": "settlements/",
    "ledger": "settlements/ledger/",
    "amounts by month": "settlements/amounts/",
    "history": "history/",
    "schedule": "schedule/",
    "invoices": "invoices/",
    "contracts": "contracts/",
    "documents": "documents/",
    "customer": "customer/",
    "tickets": "tickets/",
    "readings": "readings/",
    "readings sent": "readings/sent/",
    "give a reading": "readings/new/",
    "leak test": "leak-test/",
    "consumption": "consumption/",
}
"""Pages whose cost must not follow the length of a customer's history; path below the account."""
FRESH_FEED = """
from django.utils import timezone
from selfservice.exchange.models import Feed
from selfservice.exchange.permission import loader_writes
with loader_writes():
    now = timezone.now()
    Feed.objects.using("exchange").create(
        supplier="bench", generation=1, mode="full", state="loaded", as_of=now, loaded_at=now
    )
"""


@dataclass(frozen=True, slots=True)
class Town:
    """An office in a folder of its own, on embedded databases."""

    folder: Path

    @property
    def env(self) -> dict[str, str]:
        """Settings of its processes."""
        outside = ("DATABASE_URL", "EXCHANGE_DATABASE_URL", "CACHE_URL", "PAGE_CACHE_URL", "BROKER_URL")
        inherited = {name: value for name, value in os.environ.items() if name not in outside}
        return {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "ebok.settings.dev",
            "PYTHONPATH": os.pathsep.join([str(SITE), str(SITE.parent), str(SITE / "benchmarks")]),
            "VAR_DIR": str(self.folder),
            "EBOK_DEMO": "0",
            "LOG_LEVEL": "ERROR",
        }

    def manage(self, *arguments: str) -> str:
        """Run a management command and give back what it prints."""
        command = [sys.executable, str(SITE / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=3600)
        if done.returncode:
            raise RuntimeError(f"{arguments[0]} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def prepare(self) -> None:
        """Empty databases, the two measured accounts and one fresh delivery."""
        self.manage("run", "--prepare-only")
        self.manage("shell", "--no-imports", "-v0", "-c", FRESH_FEED)
        with self._exchange() as base:
            self._accounts(base, first=int(FEW), last=int(MANY))
            # Both end in June 2025, so that pages of the same years have something to show of either.
            for account, invoices, step, since in ((FEW, 12, 30, "2024-07-25"), (MANY, 2000, 1, LONG_AGO)):
                sql = INVOICES.format(account=f"'{account}'", each=invoices, step=step, since=since)
                base.execute(NUMBERS.format(first=0, last=invoices - 1) + sql)

    def grow(self, *, first: int, last: int) -> None:
        """Further accounts, numbered from `first` to `last`, each with 12 invoices and one point."""
        with self._exchange() as base:
            self._accounts(base, first=first, last=last)
            sql = INVOICES.format(account="CAST(i / 12 AS TEXT)", each=12, step=30, since=LONG_AGO)
            base.execute(NUMBERS.format(first=first * 12, last=last * 12 + 11) + sql)
            base.execute("ANALYZE")

    def remember(self, *, account: str, entries: int, meters: int, readings: int, others: int) -> None:
        """Give an account a past.

        Parameters:
            entries: of its ledger. readings: of each of its meters.
            others: letters, collections, tickets, messages and readings sent from here, so many of each.
        """
        tables = (
            (ENTRIES, entries),
            (METERS, meters),
            (READINGS, meters * readings),
            (LETTERS, others),
            (COLLECTIONS, others),
        )
        with self._exchange() as base:
            for sql, rows in tables:
                numbers = NUMBERS.format(first=0, last=rows - 1)
                facts = {"meters": meters, "open": OPEN_LETTERS, "ahead": VISITS_AHEAD}
                base.execute(numbers + sql.format(account=f"'{account}'", **facts))
            base.execute("ANALYZE")
        code = f"import own_past; own_past.make(account_no={account!r}, count={others})"
        self.manage("shell", "--no-imports", "-v0", "-c", code)

    def probe(self, *, repeats: int, module: str = "portal_probe") -> dict[str, dict[str, float]]:
        """Pages in a process of their own: name -> p50, p99, bare (ms of processor time), queries."""
        code = f"import {module}; {module}.main({repeats})"
        printed = self.manage("shell", "--no-imports", "-v0", "-c", code)
        answers: dict[str, dict[str, float]] = json.loads(printed.splitlines()[-1])
        return answers

    def _accounts(self, base: sqlite3.Connection, *, first: int, last: int) -> None:
        for sql in (ACCOUNTS, POINTS):
            base.execute(NUMBERS.format(first=first, last=last) + sql)

    def _exchange(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.folder / "exchange.sqlite3")
        base.execute("PRAGMA synchronous=OFF")
        return base
