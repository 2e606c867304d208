"""The service schedule of an account, and reminders of it."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as now_text

from ebok.core.periods import today
from selfservice.contracts.reminders.models import CollectionReminder
from selfservice.contracts.reminders.services import end_reminder, reminder_of, set_reminder
from selfservice.contracts.schedule import visits_to_account
from selfservice.contracts.schedule_pages import (
    LIST_DAYS,
    VisitPage,
    month_asked,
    month_bounds,
    month_sheet,
    visit_page,
    visit_row,
)
from selfservice.zones.portal.pages import AccountPage, account_page
from selfservice.zones.portal.places import link, place
from selfservice.zones.portal.schedule.forms import ReminderForm

MISSED_DAYS = timedelta(days=7)
"""A collection of so many days ago can still be reported as missed."""


@account_page(module="schedule")
def schedule(page: AccountPage) -> HttpResponse:
    """The coming days as a list, or a month (`?month=2026-12`) as a sheet."""
    day = today()
    try:
        month = month_asked(page.request.GET.get("month", ""), on=day)
    except ValueError as error:
        raise Http404("No such month.") from error
    since, until = month_bounds(month) if month else (day - MISSED_DAYS, day + timedelta(days=LIST_DAYS))
    visits = visits_to_account(access=page.access, since=since, until=until)
    coming = [visit for visit in visits if visit.collection.on_date >= day]
    found = visit_page(coming, after=place(page.request.GET.get("after", "")))
    past = (
        [visit for visit in visits if _may_be_missed(visit.collection.on_date, day)] if found.is_first else []
    )
    stored = reminder_of(user=page.access.user, account_no=page.access.account_no)
    facts = {
        "sheet": month_sheet(month, visits, on=day) if month else None,
        "rows": [visit_row(visit) for visit in found.visits],
        **_neighbours(page, found),
        "past": [visit_row(visit) for visit in reversed(past)],
        "may_report": page.access.allows("act"),
        "this_month": f"{day:%Y-%m}",
        "reminder": stored,
        "form": ReminderForm(initial=_initial(stored)),
    }
    return page.render("portal/schedule.html", facts)


@account_page(module="schedule", posts=True)
def reminder(page: AccountPage) -> HttpResponse:
    """Sets or ends the reader's reminder."""
    here = reverse("portal:schedule", args=[page.access.account_no])
    if page.request.method != "POST":
        return redirect(here)
    user = page.access.user
    if page.request.POST.get("act") == "end":
        end_reminder(user=user, access=page.access)
        messages.success(page.request, now_text("No more reminders."))
        return redirect(here)
    form = ReminderForm(page.request.POST)
    if not form.is_valid():
        messages.error(page.request, now_text("Choose a day and an hour from the lists."))
        return redirect(here)
    set_reminder(user=user, access=page.access, **form.cleaned_data)
    messages.success(page.request, now_text("We remind you by e-mail from now on."))
    return redirect(here)


def _neighbours(page: AccountPage, found: VisitPage) -> dict[str, str]:
    here = reverse("portal:schedule", args=[page.access.account_no])
    earlier = link(page.request.GET, fields=(), name="after", place=found.earlier)
    return {
        "earlier_url": "" if found.is_first else f"{here}{earlier}",
        "later_url": link(page.request.GET, fields=(), name="after", place=found.later),
    }


def _initial(stored: CollectionReminder | None) -> dict[str, int]:
    if stored is None:
        return {"hour": 18, "days_before": 1}
    return {"hour": stored.hour, "days_before": stored.days_before}


def _may_be_missed(on: date, day: date) -> bool:
    return day - MISSED_DAYS <= on <= day
