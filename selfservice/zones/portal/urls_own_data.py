"""My data: consents, changes of contact data, profile, export and closing."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from selfservice.zones.portal.own_data import changes, closing, consents, export, profile

account_pages: list[URLPattern | URLResolver] = [
    path("consents/", consents.consents, name="consents"),
    path("contact-data/", changes.contact_data, name="contact_data"),
    path("contact-data/<slug:field_set>/", changes.ask, name="contact_data_ask"),
    path("contact-data/requests/<int:pk>/take-back/", changes.take_back, name="contact_data_take_back"),
]

own_pages: list[URLPattern | URLResolver] = [
    path("my-data/", profile.my_data, name="my_data"),
    path("my-data/profile/", profile.profile, name="profile"),
    path("my-data/export/", export.export, name="own_data_export"),
    path("my-data/export/<str:token>/", export.fetch, name="own_data_fetch"),
    path("my-data/close/", closing.close, name="close_sign_in"),
]
