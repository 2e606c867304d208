"""URLs of the read-only interface for customers' own programs."""

from __future__ import annotations

from django.urls import URLPattern, path

from selfservice.access import converters
from selfservice.zones.api import customer

converters.register()

app_name = "portal_api"
urlpatterns: list[URLPattern] = [
    path("accounts", customer.accounts, name="accounts"),
    path("accounts/<account:account_no>/invoices", customer.invoices, name="invoices"),
    path("accounts/<account:account_no>/ledger", customer.ledger, name="ledger"),
    path("accounts/<account:account_no>/readings", customer.readings, name="readings"),
]
