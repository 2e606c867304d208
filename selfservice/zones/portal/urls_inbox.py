"""The inbox: a person's own, of all accounts."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from selfservice.zones.portal.exports import people
from selfservice.zones.portal.inbox import acts, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("messages/", views.message_list, name="messages"),
    path("messages.csv", people.messages_csv, name="messages_csv"),
    path("messages/all-read/", acts.read_all, name="messages_read_all"),
    path("messages/<int:pk>/", views.message, name="message"),
    path("messages/<int:pk>/read/", acts.read, name="message_read"),
    path("messages/<int:pk>/unread/", acts.unread, name="message_unread"),
]
