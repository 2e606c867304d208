"""URLs of the portal zone. Every page of a customer account carries its number: pages can be bookmarked.

The kind of a document stands before its number, so a number may hold any sign, also slashes.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from selfservice.zones.portal import (
    urls_billing,
    urls_inbox,
    urls_linking,
    urls_looks,
    urls_metering,
    urls_own_data,
    urls_people,
    urls_tickets,
)
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
    *urls_people.account_pages,
    *urls_looks.account_pages,
    *urls_metering.account_pages,
    *urls_own_data.account_pages,
    *urls_tickets.account_pages,
    *urls_billing.account_pages,
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("announcements/", announcements.announcement_list, name="announcements"),
    path("announcements/<int:pk>/", announcements.announcement, name="announcement"),
    *urls_inbox.urlpatterns,
    *urls_own_data.own_pages,
    *urls_billing.own_pages,
    *urls_tickets.own_pages,
    *urls_linking.urlpatterns,
    *urls_people.urlpatterns,
    path("accounts/<account:account_no>/", include(account_pages)),
]
