"""URLs of the staff zone."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from selfservice.zones.staff import urls_accesses, urls_exchange_back, urls_readings, urls_tickets
from selfservice.zones.staff.views import announcements, event_log, loads, start

app_name = "staff"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", start.start, name="start"),
    path("", include("selfservice.zones.staff.urls_security")),
    path("announcements/<int:pk>/", announcements.announcement, name="announcement"),
    path("log/", event_log.event_log, name="event_log"),
    path("loads/", loads.load_list, name="loads"),
    path("loads/<int:pk>/", loads.load, name="load"),
    *urls_accesses.urlpatterns,
    *urls_exchange_back.urlpatterns,
    *urls_readings.urlpatterns,
    *urls_tickets.urlpatterns,
]
