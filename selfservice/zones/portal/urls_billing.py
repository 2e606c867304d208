"""Addresses of settlements, comparison, schedule, feeds and tokens."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from selfservice.zones.portal.billing import amounts, comparison, ledger, settlements
from selfservice.zones.portal.exports import events, papers, people
from selfservice.zones.portal.exports import views as exports
from selfservice.zones.portal.feeds import links, tokens
from selfservice.zones.portal.history import views as history
from selfservice.zones.portal.packages import views as packages
from selfservice.zones.portal.schedule import missed, views

account_pages: list[URLPattern | URLResolver] = [
    path("settlements/", settlements.settlements, name="settlements"),
    path("settlements/ledger/", ledger.ledger, name="ledger"),
    path("settlements/ledger.csv", ledger.ledger_csv, name="ledger_csv"),
    path("settlements/amounts/", amounts.amounts, name="amounts"),
    path("settlements/amounts.csv", amounts.amounts_csv, name="amounts_csv"),
    path("bill-comparison/<number:invoice_no>/", comparison.comparison, name="comparison"),
    path("bill-comparison-files/<number:invoice_no>.csv", comparison.comparison_csv, name="comparison_csv"),
    path("schedule/", views.schedule, name="schedule"),
    path("schedule/reminder/", views.reminder, name="schedule_reminder"),
    path("missed-collection/<number:collection_id>/", missed.missed, name="missed"),
    path("tables/invoices.csv", exports.invoices_csv, name="invoices_csv"),
    path("tables/readings.csv", exports.readings_csv, name="readings_csv"),
    path("tables/readings-sent.csv", exports.readings_sent_csv, name="readings_sent_csv"),
    path("tables/contracts.csv", exports.contracts_csv, name="contracts_csv"),
    path("tables/tickets.csv", exports.tickets_csv, name="tickets_csv"),
    path("tables/documents.csv", papers.letters_csv, name="letters_csv"),
    path("tables/service-points.csv", papers.points_csv, name="points_csv"),
    path("tables/invoices/<number:invoice_no>.csv", papers.invoice_csv, name="invoice_csv"),
    path("tables/history.csv", events.history_csv, name="history_csv"),
    path("tables/schedule.csv", events.schedule_csv, name="schedule_csv"),
    path("tables/consents.csv", events.consents_csv, name="consents_csv"),
    path("tables/who-looked.csv", events.looks_csv, name="looks_csv"),
    path("tables/people.csv", people.people_csv, name="people_csv"),
    path("history/", history.history, name="history"),
    path("packages/", packages.packages, name="packages"),
    path("packages/<str:token>/", packages.package_fetch, name="package_fetch"),
    path("calendar-links/", links.calendar_links, name="calendar_links"),
]

own_pages: list[URLPattern | URLResolver] = [
    path("tokens/", tokens.token_list, name="tokens"),
    path("tokens/new/", tokens.token_new, name="token_new"),
    path("tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
]
