"""URLs for people who do not sign in: report a problem, follow it, rate how it was handled."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from selfservice.zones.guest import cases, new, page_forms, readings

app_name = "guest"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", new.choose, name="start"),
    path("nowe/<slug:code>/", new.write, name="form"),
    path("formularz/<int:pk>/", page_forms.write, name="page_form"),
    path("odczyt/", readings.reading, name="reading"),
    path("odczyt/<slug:receipt_no>/", readings.sent, name="reading_sent"),
    path("sprawdz/", cases.track, name="track"),
    path("ocena/<str:token>/", cases.rating, name="rating"),
    path("sprawa/<str:signature>/", cases.case, name="case"),
    path("sprawa/<str:signature>/wyslano/", cases.sent, name="sent"),
    path("sprawa/<str:signature>/otworz/", cases.reopen, name="reopen"),
    path("sprawa/<str:signature>/pliki/<int:pk>/", cases.file, name="file"),
]
