"""A new ticket of somebody without a sign-in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from cms_pages.queries import current_interruptions
from documents.errors import StorageUnavailable
from selfservice.tickets import queries, services
from selfservice.tickets.models import Category, Channel, Ticket
from selfservice.tickets.pins import with_position
from selfservice.zones.guest.forms import GuestTicketForm
from selfservice.zones.guest.pages import guest_page
from selfservice.zones.guest.proofs import remember


@guest_page()
def choose(request: HttpRequest) -> HttpResponse:
    """What can be sent without signing in, and the way to a ticket sent before."""
    links = [(each, reverse("guest:form", args=[each.code])) for each in queries.categories(guests=True)]
    return render(request, "guest/choose.html", {"links": links})


@guest_page("form")
def write(request: HttpRequest, code: str) -> HttpResponse:
    """The form of one category; sent twice it makes one ticket."""
    category = queries.category(code=code, guests=True)
    if category is None:
        raise Http404("No such category.")
    if request.method != "POST":
        return _form(request, GuestTicketForm(category=category, request=request), category)
    form = GuestTicketForm(request.POST, request.FILES, category=category, request=request)
    if not form.is_valid():
        return _form(request, form, category, status=form.refusal_status)
    try:
        ticket = _created(form, category)
    except StorageUnavailable as error:
        form.add_error("files", str(error.text))
        return _form(request, form, category, status=int(error.status))
    remember(request, ticket)
    return HttpResponseRedirect(reverse("guest:sent", args=[ticket.signature]))


def _created(form: GuestTicketForm, category: Category) -> Ticket:
    return services.create(
        category=category,
        guest=form.guest,
        subject=form.cleaned_data["subject"],
        text=form.cleaned_data["text"],
        place=form.where,
        answers=form.answers,
        uploads=form.cleaned_data["files"],
        channel=Channel.GUEST,
        language=(get_language() or "pl")[:2],
        token=form.cleaned_data["token"],
    )


def _form(
    request: HttpRequest, form: GuestTicketForm, category: Category, *, status: int = 200
) -> HttpResponse:
    form.keep_files()
    known = current_interruptions() if category.is_about_supply else []
    facts = {"form": form, "category": category, "known": known, "back_url": reverse("guest:start")}
    return with_position(render(request, "guest/form.html", facts, status=status))
