"""Report a collection that did not come; it becomes a ticket."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as now_text

from cms_pages import modules
from ebok.core.periods import day_in_words, today
from selfservice.access.models import AccessLevel
from selfservice.contracts.points import points_visited
from selfservice.contracts.schedule import Visit, visits_to_account
from selfservice.exchange.models import Collection
from selfservice.tickets import queries, services
from selfservice.tickets.errors import TicketFinished
from selfservice.tickets.models import Category, Ticket
from selfservice.zones.portal.pages import AccountPage, account_page
from selfservice.zones.portal.presenters import street_line
from selfservice.zones.portal.schedule.forms import MissedForm
from selfservice.zones.portal.schedule.views import MISSED_DAYS

SAME = "missed-collection"
"""For all reports, so that the same words of the same person are taken once."""
CATEGORIES = ("missed-collection", "question")
"""The office's own category for it, else the general one."""


@account_page(module="schedule", level=AccessLevel.ACT, posts=True)
def missed(page: AccountPage, collection_id: str) -> HttpResponse:
    """Asks, then takes the report; reported again, by whomever, it stays one ticket of the account."""
    visit, category = _visit(page, collection_id), _category()
    form = MissedForm(page.request.POST or None, points=_points(page, visit))
    if page.request.method != "POST" or not form.is_valid():
        return _asks(page, visit, form)
    told, sentence = form.cleaned_data["text"], _sentence(visit.collection)
    text = "\n\n".join(part for part in (sentence, told) if part)
    facts = {"fraction": visit.collection.fraction, "day": day_in_words(visit.collection.on_date)}
    number = page.access.account_no
    ticket = services.create(
        category=category,
        actor=page.access.user,
        account_no=number,
        subject=now_text("Missed collection: %(fraction)s, %(day)s") % facts,
        text=text,
        place=services.Place(point_no=form.chosen_point, words=_area(visit.collection)),
        language=(get_language() or "pl")[:2],
        once=f"missed:{number}:{collection_id}",
    )
    try:
        words = _added(page, ticket, form, text=text)
    except TicketFinished:
        finished = now_text("This was reported before, and the ticket is finished. Open it again.")
        form.add_error(None, finished)
        return _asks(page, visit, form, ticket=ticket)
    messages.success(page.request, words % {"number": ticket.signature})
    return redirect("portal:ticket", number, ticket.signature)


def _added(page: AccountPage, ticket: Ticket, form: MissedForm, *, text: str) -> str:
    """What became of the report: a ticket of its own (also sent twice), or a part of an earlier one."""
    first, elsewhere = ticket.entries.first(), form.chosen_point != ticket.point_no
    if first and not elsewhere and (first.author_id, first.text) == (page.access.user_id, text):
        return now_text("We have your report. Its number is %(number)s.")
    named = elsewhere and form.chosen_point
    point = now_text("Service point: %(number)s") % {"number": form.chosen_point} if named else ""
    remark = "\n\n".join(part for part in (point, form.cleaned_data["text"]) if part)
    if not remark:
        return now_text("This was reported before. The ticket has the number %(number)s.")
    while ticket.merged_into:
        ticket = ticket.merged_into
    services.write(ticket=ticket, text=remark, actor=page.access.user, token=SAME)
    return now_text("This was reported before. What you wrote stands in ticket %(number)s.")


def _asks(page: AccountPage, visit: Visit, form: MissedForm, *, ticket: Ticket | None = None) -> HttpResponse:
    response = page.render("portal/missed.html", {"form": form, "visit": visit, "reported": ticket})
    if form.errors:
        response.status_code = 409 if ticket else 422
    return response


def _points(page: AccountPage, visit: Visit) -> list[tuple[str, str]]:
    found = points_visited(access=page.access, visit=visit.collection)
    return [(point.point_no, f"{point.point_no}, {street_line(point)}") for point in found]


def _area(row: Collection) -> str:
    """The area's name; addresses are the billing system's, so tickets name the point alone."""
    return row.area.name[:200] if row.area else ""


def _visit(page: AccountPage, collection_id: str) -> Visit:
    """A visit of the last days that was to take place; nothing else can have been missed."""
    day = today()
    visits = visits_to_account(access=page.access, since=day - MISSED_DAYS, until=day + timedelta(days=7))
    for visit in visits:
        row = visit.collection
        if row.collection_id == collection_id and row.on_date <= day and not visit.is_off:
            return visit
    raise Http404("No such collection.")


def _category() -> Category:
    if not modules.enabled("tickets"):
        raise Http404("This module is switched off.")
    found = (queries.category(code=code) for code in CATEGORIES)
    category = next((one for one in found if one is not None), None)
    if category is None:
        raise Http404("The office takes no such reports here.")
    return category


def _sentence(row: Collection) -> str:
    facts = {"fraction": row.fraction, "day": day_in_words(row.on_date), "number": row.collection_id}
    return now_text("The collection of %(fraction)s planned for %(day)s (%(number)s) did not come.") % facts
