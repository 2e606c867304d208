"""Consumption and readings."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from selfservice.zones.portal.metering import consumption, leak_test, readings, sending

account_pages: list[URLPattern | URLResolver] = [
    path("consumption/", consumption.consumption, name="consumption"),
    path("consumption.csv", consumption.consumption_file, name="consumption_file"),
    path("readings/", readings.reading_list, name="readings"),
    path("readings/sent/", readings.sent_list, name="readings_sent"),
    path("readings/new/", sending.send_readings, name="reading_send"),
    path("readings/receipts/<slug:receipt_no>/", readings.receipt, name="reading_receipt"),
    path("leak-test/", leak_test.leak_test, name="leak_test"),
]
