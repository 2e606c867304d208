"""Readings that wait for the office."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from selfservice.zones.staff.readings import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("readings/", views.reading_list, name="readings"),
    path("readings/<int:pk>/", views.reading, name="reading"),
    path("readings/<int:pk>/photo/", views.photo, name="reading_photo"),
]
