"""Who looked at the account."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from selfservice.zones.portal.looks import views

account_pages: list[URLPattern | URLResolver] = [
    path("who-looked/", views.looks, name="looks"),
]
