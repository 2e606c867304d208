"""URLs of the portal zone. Every page of a customer account carries its number: pages can be bookmarked.

The kind of a document stands before its number, so a number may hold any sign, also slashes.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from selfservice.access import converters
from selfservice.zones.portal import urls_billing
from selfservice.zones.portal.views import (
    announcements,
    contracts,
    customer,
    dashboard,
    files,
    invoices,
    letters,
    start,
)

converters.register()

app_name = "portal"

account_pages: list[URLPattern | URLResolver] = [
    path("", dashboard.dashboard, name="dashboard"),
    path("invoices/", invoices.invoice_list, name="invoices"),
    path("invoices/<number:invoice_no>/", invoices.invoice, name="invoice"),
    path("invoice-files/<number:invoice_no>.pdf", files.invoice_pdf, name="invoice_pdf"),
    path("invoice-files/<number:invoice_no>.xml", files.invoice_xml, name="invoice_xml"),
    path("contracts/", contracts.contract_list, name="contracts"),
    path("contract-files/<number:contract_no>.pdf", files.contract_pdf, name="contract_pdf"),
    path("documents/", letters.letter_list, name="letters"),
    path("document-files/<number:document_no>", files.letter, name="letter"),
    path("customer/", customer.customer, name="customer"),
    *urls_billing.account_pages,
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("announcements/", announcements.announcement_list, name="announcements"),
    path("announcements/<int:pk>/", announcements.announcement, name="announcement"),
    path("accounts/<account:account_no>/", include(account_pages)),
]
