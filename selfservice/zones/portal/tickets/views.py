"""Tickets of a customer account: the list, one thread, its files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.errors import StorageUnavailable
from ebok.core.row_places import row_place
from selfservice.identity.kept_forms import kept_texts
from selfservice.tickets import queries, services
from selfservice.tickets.attachments import give
from selfservice.tickets.errors import TicketError
from selfservice.tickets.forms import ReplyForm
from selfservice.tickets.models import Ticket
from selfservice.tickets.presenters import ticket_facts, ticket_rows
from selfservice.zones.portal.tickets.joining import account_form
from selfservice.zones.portal.tickets.pages import TicketsPage, tickets_page


@tickets_page()
def ticket_list(page: TicketsPage) -> HttpResponse:
    """Newest first, by keyset."""
    asked = page.request.GET
    found = queries.ticket_page(
        user_id=page.user_id,
        account_no=page.account_no,
        before=row_place(asked, "before"),
        after=row_place(asked, "after"),
    )
    facts = {
        "rows": ticket_rows(found.rows, url=lambda ticket: page.url("ticket", ticket.signature)),
        "newer_url": f"?after={found.newer}" if found.newer else "",
        "older_url": f"?before={found.older}" if found.older else "",
        "new_url": page.url("ticket_new") if page.access and page.may_act else "",
        "csv_url": reverse("portal:tickets_csv", args=[page.account_no]) if page.account_no else "",
    }
    return page.render("portal/tickets.html", facts)


@tickets_page("form")
def ticket(page: TicketsPage, signature: str) -> HttpResponse:
    """One thread, and the form to write more. A ticket that was joined leads to the one that goes on."""
    found = page.ticket(signature)
    if page.request.method != "POST":
        return _thread(page, found, ReplyForm(request=page.request, initial=kept_texts(page.request)))
    form = ReplyForm(page.request.POST, page.request.FILES, request=page.request)
    if not form.is_valid():
        return _thread(page, found, form, status=422)
    try:
        services.write(
            ticket=found,
            text=form.cleaned_data["text"],
            actor=page.request.user,  # type: ignore[arg-type]  # the zone is for people who signed in
            uploads=form.cleaned_data["files"],
            token=form.cleaned_data["token"],
        )
    except TicketError as error:
        form.add_error(None, str(error))
        return _thread(page, found, form, status=409)
    except StorageUnavailable as error:
        form.add_error("files", str(error.text))
        return _thread(page, found, form, status=int(error.status))
    messages.success(page.request, _("Your message is with us."))
    return HttpResponseRedirect(page.url("ticket", signature))


@tickets_page("act")
def reopen(page: TicketsPage, signature: str) -> HttpResponse:
    """A finished ticket goes on."""
    found = page.ticket(signature)
    try:
        services.reopen(ticket=found, actor=page.request.user)  # type: ignore[arg-type]
        messages.success(page.request, _("The ticket is open again. Tell us below what is still wrong."))
    except TicketError as error:
        messages.error(page.request, str(error))
    return HttpResponseRedirect(page.url("ticket", signature))


@tickets_page()
def file(page: TicketsPage, signature: str, pk: int) -> HttpResponseBase:
    """A photo or file of a thread."""
    return give(request=page.request, ticket=page.ticket(signature), pk=pk)


def _thread(page: TicketsPage, found: Ticket, form: ReplyForm, *, status: int = 200) -> HttpResponse:
    form.keep_files()
    facts = ticket_facts(found, file_url=lambda file: page.url("ticket_file", found.signature, file.pk))
    merged = found.merged_into
    facts |= {
        "form": form,
        "list_url": page.url("tickets"),
        "reopen_url": page.url("ticket_reopen", found.signature),
        "account_form": account_form(page, found),
        "merged_url": page.url("ticket", merged.signature) if merged else "",
    }
    return page.render("portal/ticket.html", facts, status=status)
