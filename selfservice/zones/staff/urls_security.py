"""Security screens of the staff zone."""

from __future__ import annotations

from django.urls import URLPattern, path

from selfservice.zones.staff.security import removal_views, views

urlpatterns: list[URLPattern] = [
    path("security/", views.search, name="security"),
    path("security/users/<int:pk>/", views.user_page, name="security_user"),
    path("security/users/<int:pk>/<slug:name>/", views.act_on, name="security_act"),
    path("security/removals/", removal_views.removal_list, name="removals"),
    path("security/removals/<int:pk>/<slug:decision>/", removal_views.decide, name="removal_decide"),
]
