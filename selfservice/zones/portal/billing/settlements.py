"""Settlements: how the account stands, how it is billed, and what the office wrote about it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from cms_pages import modules
from ebok.core.periods import today
from selfservice.billing.ledger import ledger_page
from selfservice.billing.queries import notes_and_demands
from selfservice.contracts.queries import settlement_letters
from selfservice.zones.portal.billing.ledger import ledger_row
from selfservice.zones.portal.billing.words import METHODS
from selfservice.zones.portal.pages import AccountPage, account_page
from selfservice.zones.portal.presenters import balance_words, invoice_rows

NEWEST = 5


@account_page(module="invoices")
def settlements(page: AccountPage) -> HttpResponse:
    """Balance, method, the newest entries, interest notes, demands and confirmations of balance."""
    number = page.access.account_no
    found = ledger_page(access=page.access, balance=page.account.balance)
    letters = []
    if modules.enabled("documents"):
        letters = settlement_letters(access=page.access, at=timezone.now(), most=NEWEST)
    facts = {
        "balance": balance_words(page.account),
        "method": METHODS.get(page.account.settlement),
        "entries": [ledger_row(line, account_no=number) for line in found.lines[:NEWEST]],
        "notes": invoice_rows(
            invoices=notes_and_demands(access=page.access, most=NEWEST), account_no=number, on=today()
        ),
        "shows_letters": modules.enabled("documents"),
        "letters": letters,
    }
    return page.render("portal/settlements.html", facts)
