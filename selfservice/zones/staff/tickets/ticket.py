"""One ticket in the office: its thread with notes, and what can be done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from ebok.core.periods import today
from selfservice.identity.kept_forms import kept_texts
from selfservice.identity.roles import CUSTOMER_KEEPERS, roles_of
from selfservice.tickets.attachments import give
from selfservice.tickets.errors import Change
from selfservice.tickets.files import show_again
from selfservice.tickets.history import office_thread
from selfservice.tickets.models import Attachment, Ticket, TicketState
from selfservice.tickets.presenters import TAGS, answers_of, office_words, thread_row
from selfservice.tickets.queue import HANDLERS, canned_replies, handlers, ticket_for_office
from selfservice.tickets.recording import record_act
from selfservice.zones.staff.pages import staff_page, staff_render
from selfservice.zones.staff.tickets.forms import AnswerForm, AssignForm, MergeForm, NoteForm, StateForm


@staff_page(module="tickets", roles=HANDLERS)
def ticket(request: HttpRequest, signature: str) -> HttpResponse:
    """To be read and handled."""
    return screen(request, find(signature))


@staff_page(module="tickets", roles=HANDLERS)  # it answers with a stream
def file(request: HttpRequest, signature: str, pk: int) -> HttpResponseBase:
    """A photo or file of the thread."""
    return give(request=request, ticket=find(signature), pk=pk)


def find(signature: str) -> Ticket:
    """The ticket of this number.

    Raises:
        Http404: there is none.
    """
    found = ticket_for_office(signature=signature)
    if found is None:
        raise Http404("No such ticket.")
    return found


def screen(
    request: HttpRequest,
    found: Ticket,
    *,
    status: int = 200,
    problem: str = "",
    changes: list[Change] | None = None,
    sent: dict[str, forms.Form] | None = None,
) -> HttpResponse:
    """The page; forms that were sent and not taken stand in it as they were typed.

    Who reads it stands in the event log, also for the customer's eyes.

    Parameters:
        problem: why the last act was not done.
        changes: what others did meanwhile.
        sent: forms by name ("answer", "note", "assign", "state", "merge") in place of fresh ones.
    """
    if request.method != "HEAD":
        record_act("tickets.read", ticket=found, actor=request.user)
    number = found.signature
    show_again((sent or {}).values())
    facts: dict[str, Any] = {
        "ticket": found,
        "state": office_words(found.state),
        "tag": TAGS[found.state],
        "answers": answers_of(found),
        "is_late": found.is_overdue(on=today()),
        "entries": [
            thread_row(row, file_url=lambda file: _file_url(number, file), shows_authors=True)
            for row in office_thread(ticket=found)
        ],
        "forms": {**_fresh(request, found), **(sent or {})},
        "canned": canned_replies(ticket=found),
        "keeps_customers": bool(roles_of(request.user) & CUSTOMER_KEEPERS),
        "problem": problem,
        "changes": changes or [],
    }
    response = staff_render(request, "staff/ticket.html", facts)
    response.status_code = status
    return response


def _fresh(request: HttpRequest, found: Ticket) -> dict[str, forms.Form]:
    version = {"version": found.version}
    kept = kept_texts(request)
    kept.pop("version", None)
    answer = {"state": TicketState.WAITING, **kept, **version}
    return {
        "answer": AnswerForm(request=request, initial=answer),
        "note": NoteForm(prefix="note", initial={"text": kept.get("note-text", "")}),
        "assign": AssignForm(
            initial={**version, "assignee": str(found.assignee_id or "")}, people=handlers(), prefix="assign"
        ),
        "state": StateForm(initial={**version, "state": found.state}, prefix="state"),
        "merge": MergeForm(initial=version, prefix="merge"),
    }


def _file_url(number: str, file: Attachment) -> str:
    return reverse("staff:ticket_file", args=[number, file.pk])
