"""What a conformance check looks at beyond what a load refuses: figures that should agree."""

from __future__ import annotations

from selfservice.exchange import ksef
from selfservice.exchange.loading.database import Database
from selfservice.exchange.loading.report import Problem, Report

_UNBALANCED = """
    SELECT COUNT(*), MIN(a.account_no) FROM accounts a JOIN (
        SELECT account_no, SUM(amount) AS total FROM ledger GROUP BY account_no
    ) l ON l.account_no = a.account_no WHERE ABS(l.total - a.balance) > 0.004"""
_OPEN = """
    SELECT COUNT(*), MIN(a.account_no) FROM accounts a JOIN (
        SELECT account_no, SUM(open_amount) AS total FROM invoices GROUP BY account_no
    ) i ON i.account_no = a.account_no WHERE ABS(i.total - a.balance) > 0.004"""
_LINES = """
    SELECT COUNT(*), MIN(i.invoice_no) FROM invoices i JOIN (
        SELECT invoice_no, SUM(gross) AS total FROM invoice_lines GROUP BY invoice_no
        HAVING COUNT(gross) = COUNT(*)
    ) l ON l.invoice_no = i.invoice_no WHERE ABS(l.total - i.gross) > 0.004"""
_POINTLESS = """
    SELECT COUNT(*), MIN(a.account_no) FROM accounts a
    WHERE NOT EXISTS (SELECT 1 FROM service_points p WHERE p.account_no = a.account_no)"""
_AGREEMENTS = (
    ("accounts.csv", "balance", _UNBALANCED, "the ledger's sum is not the balance"),
    ("accounts.csv", "balance", _OPEN, "the open amounts of the invoices do not sum up to the balance"),
    ("invoices.csv", "gross", _LINES, "the lines do not sum up to the gross total"),
    ("accounts.csv", "account_no", _POINTLESS, "the account has no service point"),
)
_NUMBERS = (
    "SELECT invoice_no, ksef_no FROM invoices WHERE ksef_no IS NOT NULL ORDER BY invoice_no LIMIT 100000"
)


def inspect(db: Database, report: Report) -> None:
    """Warn of figures that do not agree and of KSeF numbers with a wrong check byte."""
    for file, column, sql, what in _AGREEMENTS:
        count, example = db.rows(sql)[0]
        if count:
            reason = f"{count} rows, for example {example!r}: {what}."
            report.warning(Problem(file=file, column=column, code="disagreement", reason=reason), times=count)
    for invoice_no, number in db.rows(_NUMBERS):
        if not ksef.is_number(number):
            reason = f"{number!r} of {invoice_no} is no KSeF number, or its check byte is wrong."
            report.warning(Problem(file="invoices.csv", column="ksef_no", code="bad_ksef_no", reason=reason))
