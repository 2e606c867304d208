"""A new ticket: first what it is about, then its form."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms_pages.queries import announcement_for_customers
from documents.errors import StorageUnavailable
from ebok.core.periods import today
from selfservice.contracts.points import points_of, supplied_places
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.identity.kept_forms import kept_texts
from selfservice.metering.models import LeakTest
from selfservice.metering.queries import meters_of
from selfservice.tickets import queries, services
from selfservice.tickets.forms import TicketForm
from selfservice.tickets.models import Category, CategoryKind
from selfservice.tickets.pins import with_position
from selfservice.tickets.rules import NEED_METERS, Known
from selfservice.zones.portal.notices import notices_for
from selfservice.zones.portal.pages import AccountPage
from selfservice.zones.portal.presenters import SERVICES, street_line
from selfservice.zones.portal.tickets.pages import TicketsPage, tickets_page

LONGEST_NUMBER = 18
"""Digits that every row number of the database fits into."""


@tickets_page(needs_act=True)
def choose(page: TicketsPage) -> HttpResponse:
    """What is known at the reader's addresses, then the categories."""
    links = [(each, page.url("ticket_form", each.code)) for each in queries.categories()]
    here = _surroundings(page)
    return here.page.render("portal/ticket_choose.html", {"links": links, "known": here.known})


@tickets_page("form", needs_act=True)
def write(page: TicketsPage, code: str) -> HttpResponse:
    """The form of one category; sent twice it makes one ticket."""
    category = queries.category(code=code)
    if category is None:
        raise Http404("No such category.")
    once = _once(page, category)
    if once and (reported := services.taken(once=once)):
        messages.info(page.request, _("This leak test was reported before. This is its ticket."))
        return HttpResponseRedirect(page.url("ticket", reported.signature))
    here, request = _surroundings(page, category), page.request
    known = here.known if category.is_about_supply else []
    if request.method != "POST":
        initial = {**_asked(page), **kept_texts(request)}
        form = TicketForm(
            request=request, category=category, points=here.points, known=here.account, initial=initial
        )
        return _form(here.page, form, category, known=known)
    form = TicketForm(
        request.POST,
        request.FILES,
        request=request,
        category=category,
        points=here.points,
        known=here.account,
    )
    if not form.is_valid():
        return _form(here.page, form, category, known=known, status=422)
    try:
        ticket = services.create(
            category=category,
            actor=request.user,  # type: ignore[arg-type]  # the zone is for people who signed in
            account_no=page.account_no,
            subject=form.cleaned_data["subject"],
            text=form.cleaned_data["text"],
            place=form.where,
            answers=form.answers,
            uploads=form.cleaned_data["files"],
            language=(get_language() or "pl")[:2],
            token=form.cleaned_data["token"],
            once=once,
        )
    except StorageUnavailable as error:
        form.add_error("files", str(error.text))
        return _form(here.page, form, category, known=known, status=int(error.status))
    messages.success(
        request, _("We have your ticket. Its number is %(number)s.") % {"number": ticket.signature}
    )
    return HttpResponseRedirect(page.url("ticket", ticket.signature))


@tickets_page("act")
def await_end(page: TicketsPage, pk: int) -> HttpResponse:
    """ "It is known, tell me when it is over." """
    announcement = announcement_for_customers(pk=pk)
    if announcement is None:
        raise Http404("No such announcement.")
    services.await_end(user=page.request.user, announcement=announcement)  # type: ignore[arg-type]
    messages.success(page.request, _("We write to you as soon as it is over. You need not send a ticket."))
    return HttpResponseRedirect(page.url("tickets"))


def _form(
    page: TicketsPage,
    form: TicketForm,
    category: Category,
    *,
    known: list[object],
    status: int = 200,
) -> HttpResponse:
    form.keep_files()
    facts = {"form": form, "category": category, "known": known, "back_url": page.url("ticket_new")}
    return with_position(page.render("portal/ticket_form.html", facts, status=status))


def _once(page: TicketsPage, category: Category) -> str:
    """The name of the leak test that the address tells of, if it is one of this account; else ""."""
    number = page.request.GET.get("leak_test", "")
    if category.kind != CategoryKind.LEAK or not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return ""
    tests = LeakTest.objects.filter(pk=int(number), account_no=page.account_no, morning_at__isnull=False)
    return f"leak-test:{number}" if page.account_no and tests.exists() else ""


def _asked(page: TicketsPage) -> dict[str, str]:
    """Texts that another page proposes in the address, such as the leak test's."""
    names = ("subject", "text", "point_no")
    return {name: page.request.GET[name][:2000] for name in names if page.request.GET.get(name)}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the exchange tells about the reader's places.

    Parameters:
        page: without `billing` when the exchange stopped answering, and then it says so.
        known: announced interruptions that last now.
        points: (number, words) of each service point; without any the place is typed.
        account: what the rules of the category ask of the account.
    """

    page: TicketsPage
    known: list[object] = field(default_factory=list)
    points: list[tuple[str, str]] = field(default_factory=list)
    account: Known = field(default_factory=Known)


def _surroundings(page: TicketsPage, category: Category | None = None) -> Surroundings:
    if page.billing is None:
        return Surroundings(page)
    access = page.billing.access
    try:
        known = list(notices_for(supplied_places(access=access, on=today())).current)
        points = points_of(access=access)
        account = _account(page.billing, category)
    except ExchangeUnavailable as error:
        return Surroundings(replace(page, billing=None, problem=str(error)))
    words = [(point.point_no, f"{street_line(point)}, {_service(point.service)}") for point in points]
    return Surroundings(page, known, words, account)


def _account(billing: AccountPage, category: Category | None) -> Known:
    """Meters cost a query, so only categories that ask for one read them."""
    wants_meters = category is not None and category.kind in NEED_METERS
    meters = meters_of(access=billing.access) if wants_meters else []
    account = billing.account
    return Known(
        meters=[meter for meter in meters if meter.removed_on is None],
        balance=account.balance,
        overdue=account.overdue,
        currency=account.currency or "PLN",
    )


def _service(code: str) -> str:
    return str(SERVICES.get(code, code))
