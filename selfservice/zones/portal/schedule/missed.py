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
from selfservice.contracts.schedule import Visit, visits_to_account
from selfservice.exchange.models import Collection
from selfservice.tickets import queries, services
from selfservice.tickets.models import Category
from selfservice.zones.portal.pages import AccountPage, account_page
from selfservice.zones.portal.schedule.forms import MissedForm
from selfservice.zones.portal.schedule.views import MISSED_DAYS

CATEGORIES = ("missed-collection", "question")
"""The office's own category for it, else the general one."""


@account_page(module="schedule", level=AccessLevel.ACT, posts=True)
def missed(page: AccountPage, collection_id: str) -> HttpResponse:
    """Asks, then takes the report; reported twice it stays one ticket."""
    visit, category = _visit(page, collection_id), _category()
    form = MissedForm(page.request.POST or None)
    if page.request.method != "POST" or not form.is_valid():
        return page.render("portal/missed.html", {"form": form, "visit": visit})
    facts = {"fraction": visit.collection.fraction, "day": day_in_words(visit.collection.on_date)}
    told = form.cleaned_data["text"]
    ticket = services.create(
        category=category,
        actor=page.access.user,
        account_no=page.access.account_no,
        subject=now_text("Missed collection: %(fraction)s, %(day)s") % facts,
        text="\n\n".join(part for part in (_sentence(visit.collection), told) if part),
        language=(get_language() or "pl")[:2],
        token=f"missed:{page.access.account_no}:{collection_id}",
    )
    messages.success(
        page.request,
        now_text("We have your report. Its number is %(number)s.") % {"number": ticket.signature},
    )
    return redirect("portal:ticket", page.access.account_no, ticket.signature)


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
