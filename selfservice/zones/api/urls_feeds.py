"""URLs of calendars behind secret links."""

from __future__ import annotations

from django.urls import URLPattern, path

from selfservice.zones.api import feeds

app_name = "feeds"
urlpatterns: list[URLPattern] = [path("calendar.ics", feeds.calendar_feed, name="calendar")]
