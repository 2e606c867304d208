"""Consumption and readings."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from selfservice.zones.portal.metering import consumption

account_pages: list[URLPattern | URLResolver] = [
    path("consumption/", consumption.consumption, name="consumption"),
    path("consumption.csv", consumption.consumption_file, name="consumption_file"),
]
