"""URLs of the public service schedule."""

from __future__ import annotations

from django.urls import URLPattern, path

from selfservice.zones.guest import schedule

app_name = "public_schedule"
urlpatterns: list[URLPattern] = [
    path("", schedule.schedule, name="schedule"),
    path("kalendarz.ics", schedule.schedule_calendar, name="calendar"),
]
