"""Tickets: those of a customer account, and a user's own cases that belong to none."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from selfservice.zones.portal.tickets import joining, new, views

account_pages: list[URLPattern | URLResolver] = [
    path("tickets/", views.ticket_list, name="tickets"),
    path("tickets/new/", new.choose, name="ticket_new"),
    path("tickets/new/<slug:code>/", new.write, name="ticket_form"),
    path("tickets/outages/<int:pk>/", new.await_end, name="outage_await"),
    path("tickets/<str:signature>/", views.ticket, name="ticket"),
    path("tickets/<str:signature>/reopen/", views.reopen, name="ticket_reopen"),
    path("tickets/<str:signature>/files/<int:pk>/", views.file, name="ticket_file"),
]

own_pages: list[URLPattern | URLResolver] = [
    path("cases/", views.ticket_list, name="own_tickets"),
    path("cases/<str:signature>/", views.ticket, name="own_ticket"),
    path("cases/<str:signature>/reopen/", views.reopen, name="own_ticket_reopen"),
    path("cases/<str:signature>/account/", joining.join, name="own_ticket_account"),
    path("cases/<str:signature>/files/<int:pk>/", views.file, name="own_ticket_file"),
]
