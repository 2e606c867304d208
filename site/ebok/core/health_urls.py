"""URLs of the health zone."""

from __future__ import annotations

from django.urls import path

from ebok.core import health_views

app_name = "health"
urlpatterns = [
    path("live", health_views.live, name="live"),
    path("ready", health_views.ready, name="ready"),
]
