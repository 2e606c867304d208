"""The queue of tickets."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from ebok.audit.services import record
from ebok.core.periods import today
from ebok.core.row_places import row_place
from selfservice.identity.roles import role_of
from selfservice.tickets.models import Category, Ticket
from selfservice.tickets.presenters import office_words, ticket_rows
from selfservice.tickets.queue import HANDLERS, counts, queue_page
from selfservice.zones.staff.pages import staff_page, staff_render
from selfservice.zones.staff.tickets.forms import QueueForm

FILTERS = ("pile", "category", "q")


@staff_page(module="tickets", roles=HANDLERS)
def queue(request: HttpRequest) -> HttpResponse:
    """Newest first; that somebody looked for a customer stands in the event log."""
    asked, day = request.GET, today()
    form = QueueForm(asked, categories=list(Category.objects.all()))
    wanted = form.wanted
    found = queue_page(
        wanted=wanted,
        reader=request.user,  # type: ignore[arg-type]  # the zone is for people who signed in
        on=day,
        before=row_place(asked, "before"),
        after=row_place(asked, "after"),
    )
    _note(request, found.rows, looked_for=bool(wanted.text))
    facts = {
        "form": form,
        "rows": ticket_rows(found.rows, url=_url, words=office_words),
        "late": {ticket.pk for ticket in found.rows if ticket.is_overdue(on=day)},
        "counts": counts(reader=request.user, on=day),  # type: ignore[arg-type]
        "newer_url": _link(asked, "after", found.newer),
        "older_url": _link(asked, "before", found.older),
        "is_filtered": any(asked.get(name) for name in FILTERS),
    }
    return staff_render(request, "staff/tickets.html", facts)


def _note(request: HttpRequest, shown: list[Ticket], *, looked_for: bool) -> None:
    """Who searched, names each account he found, for the eyes of its owner."""
    found = {ticket.account_no for ticket in shown if ticket.account_no} if looked_for else set()
    for account_no in sorted(found) or [""]:
        record(
            action="tickets.queue_read",
            actor=request.user,
            actor_role=role_of(request.user),
            account_no=account_no,
            details={
                "filter": sorted(name for name in FILTERS if request.GET.get(name)),
                "shown": [ticket.signature for ticket in shown],
                "why": "ticket_search" if looked_for else "",
            },
        )


def _url(ticket: Ticket) -> str:
    return reverse("staff:ticket", args=[ticket.signature])


def _link(asked: QueryDict, name: str, place: int | None) -> str:
    if place is None:
        return ""
    query = QueryDict(mutable=True)
    for field in FILTERS:
        if value := asked.get(field):
            query[field] = str(value)
    query[name] = str(place)
    return f"?{query.urlencode()}"
