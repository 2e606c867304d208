"""A ticket of somebody without a sign-in: found by number and address, read, answered, rated."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.errors import StorageUnavailable
from selfservice.identity.kept_forms import kept_texts
from selfservice.identity.throttles.counters import MustWait
from selfservice.tickets import services
from selfservice.tickets.attachments import give
from selfservice.tickets.errors import AlreadyRated, TicketError
from selfservice.tickets.forms import ReplyForm
from selfservice.tickets.links import ticket_to_rate
from selfservice.tickets.models import Ticket
from selfservice.tickets.presenters import ticket_facts
from selfservice.zones.guest.forms import TrackForm
from selfservice.zones.guest.pages import case_page, guest_page
from selfservice.zones.guest.proofs import find, remember


@guest_page("form")
def track(request: HttpRequest) -> HttpResponse:
    """Number and address in, the ticket out. An unknown number and a wrong address look alike."""
    if request.method != "POST":
        form = TrackForm(initial={"number": request.GET.get("number", "")[:40]})
        return render(request, "guest/track.html", {"form": form})
    form = TrackForm(request.POST)
    if not form.is_valid():
        return render(request, "guest/track.html", {"form": form}, status=422)
    try:
        found = find(request=request, signature=form.signature, email=form.cleaned_data["email"])
    except MustWait:
        form.add_error(None, _("Too many wrong tries. Please wait a while, or call us."))
        return render(request, "guest/track.html", {"form": form}, status=429)
    if found is None:
        text = _(
            "There is no ticket of this number from this address. Look at our letter. "
            "A ticket of your customer account waits for you after signing in."
        )
        form.add_error(None, text)
        return render(request, "guest/track.html", {"form": form}, status=422)
    remember(request, found)
    return HttpResponseRedirect(reverse("guest:case", args=[found.signature]))


@case_page()
def sent(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """We have it; keep the number."""
    return render(request, "guest/sent.html", {"ticket": ticket})


@case_page("form")
def case(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """The thread, and the form to write more."""
    if request.method != "POST":
        return _thread(request, ticket, ReplyForm(request=request, initial=kept_texts(request)))
    form = ReplyForm(request.POST, request.FILES, request=request)
    if not form.is_valid():
        return _thread(request, ticket, form, status=422)
    facts = form.cleaned_data
    try:
        services.write(
            ticket=ticket, text=facts["text"], actor=None, uploads=facts["files"], token=facts["token"]
        )
    except TicketError as error:
        form.add_error(None, str(error))
        return _thread(request, ticket, form, status=409)
    except StorageUnavailable as error:
        form.add_error("files", str(error.text))
        return _thread(request, ticket, form, status=int(error.status))
    messages.success(request, _("Your message is with us."))
    return HttpResponseRedirect(reverse("guest:case", args=[ticket.signature]))


@case_page("act")
def reopen(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """A finished ticket goes on."""
    try:
        services.reopen(ticket=ticket, actor=None)
        messages.success(request, _("The ticket is open again. Tell us below what is still wrong."))
    except TicketError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("guest:case", args=[ticket.signature]))


@case_page()
def file(request: HttpRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """A photo or file of the thread."""
    return give(request=request, ticket=ticket, pk=pk)


@guest_page("form")
def rating(request: HttpRequest, token: str) -> HttpResponse:
    """Five buttons. Only pressing one rates: programs that open links in mails change nothing."""
    ticket = ticket_to_rate(token)
    if ticket is None:
        raise Http404("No such link.")
    status = 200
    if request.method == "POST":
        status = _rated(request, ticket)
    facts = {"ticket": ticket, "scale": services.SCALE, "is_rated": ticket.rating is not None}
    return render(request, "guest/rating.html", facts, status=status)


def _rated(request: HttpRequest, ticket: Ticket) -> int:
    """Status of the answer to a press."""
    number = request.POST.get("rating", "")
    if number not in {str(each) for each in services.SCALE}:
        return 422
    try:
        services.rate(ticket=ticket, rating=int(number))
    except AlreadyRated:
        return 409
    return 200


def _thread(request: HttpRequest, ticket: Ticket, form: ReplyForm, *, status: int = 200) -> HttpResponse:
    number = ticket.signature
    form.keep_files()
    facts = ticket_facts(ticket, file_url=lambda file: reverse("guest:file", args=[number, file.pk]))
    merged = ticket.merged_into
    facts |= {
        "form": form,
        "may_act": True,
        "reopen_url": reverse("guest:reopen", args=[number]),
        "merged_url": reverse("guest:case", args=[merged.signature]) if merged else "",
    }
    return render(request, "guest/case.html", facts, status=status)
