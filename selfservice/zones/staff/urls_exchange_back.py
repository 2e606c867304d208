"""What goes back to the billing system, and what must be decided first."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from selfservice.zones.staff.exchange_back import data_changes, journal

urlpatterns: list[URLPattern | URLResolver] = [
    path("outgoing/", journal.journal, name="outgoing"),
    path("data-changes/", data_changes.data_change_list, name="data_changes"),
    path("data-changes/<int:pk>/", data_changes.data_change, name="data_change"),
]
