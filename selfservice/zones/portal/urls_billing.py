"""Addresses of settlements, bill comparison and amounts, below one customer account."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from selfservice.zones.portal.billing import amounts, comparison, ledger, settlements

account_pages: list[URLPattern | URLResolver] = [
    path("settlements/", settlements.settlements, name="settlements"),
    path("settlements/ledger/", ledger.ledger, name="ledger"),
    path("settlements/ledger.csv", ledger.ledger_csv, name="ledger_csv"),
    path("settlements/amounts/", amounts.amounts, name="amounts"),
    path("settlements/amounts.csv", amounts.amounts_csv, name="amounts_csv"),
    path("bill-comparison/<number:invoice_no>/", comparison.comparison, name="comparison"),
]
