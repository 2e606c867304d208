"""What the office does with a ticket. Whoever comes second sees what the first one did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from documents.errors import StorageUnavailable
from selfservice.tickets import services
from selfservice.tickets.errors import TicketChanged, TicketError
from selfservice.tickets.models import Ticket
from selfservice.tickets.queue import HANDLERS, canned_replies, filled_in, handlers, ticket_for_office
from selfservice.zones.staff.pages import staff_page
from selfservice.zones.staff.tickets.forms import AnswerForm, AssignForm, MergeForm, NoteForm, StateForm
from selfservice.zones.staff.tickets.ticket import find, screen


@require_POST
@staff_page(module="tickets", roles=HANDLERS, posts=True)
def answer(request: HttpRequest, signature: str) -> HttpResponse:
    """Say something to the customer, or add a ready answer to what is typed so far."""
    found = find(signature)
    if "insert" in request.POST:
        return screen(request, found, sent={"answer": _with_canned(request, found)})
    form = AnswerForm(request.POST, request.FILES, request=request)

    def act(found: Ticket, facts: dict[str, Any]) -> str:
        services.answer(
            ticket=found,
            text=facts["text"],
            actor=request.user,  # type: ignore[arg-type]  # the zone is for people who signed in
            seen_version=facts["version"],
            state=facts["state"],
            uploads=facts["files"],
            token=facts["token"],
        )
        return _("The answer is on its way to the customer.")

    return _done(request, found, "answer", form, act)


@require_POST
@staff_page(module="tickets", roles=HANDLERS, posts=True)
def note(request: HttpRequest, signature: str) -> HttpResponse:
    """Note something for the office."""
    form = NoteForm(request.POST, prefix="note")

    def act(found: Ticket, facts: dict[str, Any]) -> str:
        services.note(ticket=found, text=facts["text"], actor=request.user, token=facts["token"])  # type: ignore[arg-type]
        return _("The note is kept. Customers do not see it.")

    return _done(request, find(signature), "note", form, act)


@require_POST
@staff_page(module="tickets", roles=HANDLERS, posts=True)
def assign(request: HttpRequest, signature: str) -> HttpResponse:
    """Give it to somebody."""
    form = AssignForm(request.POST, people=handlers(), prefix="assign")

    def act(found: Ticket, facts: dict[str, Any]) -> str:
        services.assign(
            ticket=found,
            assignee=form.person,
            actor=request.user,  # type: ignore[arg-type]
            seen_version=facts["version"],
        )
        return _("The ticket has a new person.")

    return _done(request, find(signature), "assign", form, act)


@require_POST
@staff_page(module="tickets", roles=HANDLERS, posts=True)
def state(request: HttpRequest, signature: str) -> HttpResponse:
    """Say how it stands."""
    form = StateForm(request.POST, prefix="state")

    def act(found: Ticket, facts: dict[str, Any]) -> str:
        services.change_state(
            ticket=found,
            state=facts["state"],
            actor=request.user,  # type: ignore[arg-type]
            seen_version=facts["version"],
            text=facts["text"],
        )
        return _("The customer is told how the ticket stands.")

    return _done(request, find(signature), "state", form, act)


@require_POST
@staff_page(module="tickets", roles=HANDLERS, posts=True)
def merge(request: HttpRequest, signature: str) -> HttpResponse:
    """Join it with another one, where all goes on."""
    form = MergeForm(request.POST, prefix="merge")
    other = ticket_for_office(signature=form.signature) if form.is_valid() else None
    if form.is_valid() and other is None:
        form.add_error("into", _("There is no ticket of this number."))

    def act(found: Ticket, facts: dict[str, Any]) -> str:
        assert other is not None  # noqa: S101  # a form without it is not valid
        services.merge(ticket=found, into=other, actor=request.user, seen_version=facts["version"])  # type: ignore[arg-type]
        return _("The tickets are joined; the customer is told.")

    return _done(request, find(signature), "merge", form, act)


def _done(
    request: HttpRequest,
    found: Ticket,
    name: str,
    form: forms.Form,
    act: Callable[[Ticket, dict[str, Any]], str],
) -> HttpResponse:
    """Do it and go back to the ticket, or show the form again with what stood in its way."""
    if not form.is_valid():
        return screen(request, found, status=422, sent={name: form})
    try:
        words = act(found, form.cleaned_data)
    except TicketChanged as error:
        again = _with_version(form, error.version)
        fresh = find(found.signature)
        return screen(
            request, fresh, status=409, problem=str(error), changes=error.changes, sent={name: again}
        )
    except TicketError as error:
        return screen(request, find(found.signature), status=409, problem=str(error), sent={name: form})
    except StorageUnavailable as error:
        form.add_error("files", str(error.text))
        return screen(request, found, status=int(error.status), sent={name: form})
    messages.success(request, words)
    return HttpResponseRedirect(reverse("staff:ticket", args=[found.signature]))


def _with_canned(request: HttpRequest, found: Ticket) -> AnswerForm:
    """The form as it was typed, with the chosen answer below; its files are kept."""
    chosen = request.POST.get("canned")
    reply = next((each for each in canned_replies(ticket=found) if str(each.pk) == chosen), None)
    typed = request.POST.get("text", "").rstrip()
    data = request.POST.copy()
    data["text"] = "\n\n".join(filter(None, [typed, filled_in(reply=reply, ticket=found) if reply else ""]))
    form = AnswerForm(data, request.FILES, request=request)
    form.is_valid()
    return form


def _with_version(form: forms.Form, version: int) -> forms.Form:
    """The form as it was typed; sent again now, it is sent in knowledge of what is shown beside it."""
    form.data = {**form.data.dict(), form.add_prefix("version"): str(version)}  # type: ignore[attr-defined]
    return form
