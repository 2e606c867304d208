"""On behalf of a caller or a visitor."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.errors import StorageUnavailable
from selfservice.identity.kept_forms import kept_texts
from selfservice.tickets import queries, services
from selfservice.tickets.errors import UnknownAccount
from selfservice.tickets.models import Category
from selfservice.tickets.queue import HANDLERS
from selfservice.zones.staff.pages import staff_page, staff_render
from selfservice.zones.staff.tickets.forms import CallerTicketForm


@staff_page(module="tickets", roles=HANDLERS)
def choose(request: HttpRequest) -> HttpResponse:
    """What is it about? A customer account that the clerk comes from goes on into the form."""
    account_no = request.GET.get("account", "")[:64]
    query = f"?{urlencode({'account': account_no})}" if account_no else ""
    found = queries.categories()
    links = [(each, reverse("staff:ticket_form", args=[each.code]) + query) for each in found]
    return staff_render(request, "staff/ticket_choose.html", {"links": links})


@staff_page(module="tickets", roles=HANDLERS, posts=True)
def write(request: HttpRequest, code: str) -> HttpResponse:
    """The form of one category, with who called; sent twice it makes one ticket."""
    category = queries.category(code=code)
    if category is None:
        raise Http404("No such category.")
    if request.method != "POST":
        initial = {"account_no": request.GET.get("account", "")[:64], **kept_texts(request)}
        return _form(request, CallerTicketForm(request=request, category=category, initial=initial), category)
    form = CallerTicketForm(request.POST, request.FILES, request=request, category=category)
    if not form.is_valid():
        return _form(request, form, category, status=422)
    facts = form.cleaned_data
    try:
        ticket = services.create(
            category=category,
            actor=request.user,  # type: ignore[arg-type]  # the zone is for people who signed in
            account_no=facts["account_no"],
            guest=form.guest,
            subject=facts["subject"],
            text=facts["text"],
            place=form.where,
            answers=form.answers,
            uploads=facts["files"],
            channel=facts["channel"],
            received_on=facts.get("received_on"),
            language=(get_language() or "pl")[:2],
            token=facts["token"],
        )
    except UnknownAccount as error:
        form.add_error("account_no", str(error))
        return _form(request, form, category, status=422)
    except StorageUnavailable as error:
        form.add_error("files", str(error.text))
        return _form(request, form, category, status=int(error.status))
    messages.success(request, _("The ticket has the number %(number)s.") % {"number": ticket.signature})
    return HttpResponseRedirect(reverse("staff:ticket", args=[ticket.signature]))


def _form(
    request: HttpRequest, form: CallerTicketForm, category: Category, *, status: int = 200
) -> HttpResponse:
    form.keep_files()
    facts = {"form": form, "category": category, "back_url": reverse("staff:ticket_new")}
    response = staff_render(request, "staff/ticket_form.html", facts)
    response.status_code = status
    return response
