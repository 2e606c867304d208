"""Tickets in the office."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from selfservice.zones.staff.tickets import acts, new, queue, ticket

urlpatterns: list[URLPattern | URLResolver] = [
    path("tickets/", queue.queue, name="tickets"),
    path("tickets/new/", new.choose, name="ticket_new"),
    path("tickets/new/<slug:code>/", new.write, name="ticket_form"),
    path("tickets/<str:signature>/", ticket.ticket, name="ticket"),
    path("tickets/<str:signature>/answer/", acts.answer, name="ticket_answer"),
    path("tickets/<str:signature>/note/", acts.note, name="ticket_note"),
    path("tickets/<str:signature>/assign/", acts.assign, name="ticket_assign"),
    path("tickets/<str:signature>/state/", acts.state, name="ticket_state"),
    path("tickets/<str:signature>/merge/", acts.merge, name="ticket_merge"),
    path("tickets/<str:signature>/files/<int:pk>/", ticket.file, name="ticket_file"),
]
