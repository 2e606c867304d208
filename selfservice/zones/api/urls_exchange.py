"""URLs of the interface for the billing system."""

from __future__ import annotations

from django.urls import URLPattern, path

from selfservice.zones.api import outgoing

app_name = "exchange_api"
urlpatterns: list[URLPattern] = [
    path("outgoing", outgoing.outgoing, name="outgoing"),
    path("outgoing/ack", outgoing.acknowledge, name="acknowledge"),
]
