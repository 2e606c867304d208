"""URLs of linking customer accounts; they stand under no account."""

from __future__ import annotations

from django.urls import path

from selfservice.zones.portal.linking import views

urlpatterns = [
    path("link/", views.choose, name="link"),
    path("link/invoice/", views.by_invoice, name="link_by_invoice"),
    path("link/code/", views.by_code, name="link_by_code"),
]
