"""URLs of the desk."""

from __future__ import annotations

from django.urls import path

from selfservice.access import converters
from selfservice.zones.staff.accesses import consents, reason, views

converters.register()

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("accounts/<account:account_no>/reason/", reason.look_reason, name="look_reason"),
    path("accounts/<account:account_no>/access/", views.account_access, name="account_access"),
    path("accounts/<account:account_no>/access/told/", views.holder_told, name="holder_told"),
    path("accounts/<account:account_no>/access/link/", views.link, name="access_link"),
    path("accounts/<account:account_no>/access/<int:pk>/end/", views.revoke, name="access_revoke"),
    path(
        "accounts/<account:account_no>/access/<int:pk>/consents/",
        consents.access_consents,
        name="access_consents",
    ),
]
