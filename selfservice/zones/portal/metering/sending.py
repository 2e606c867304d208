"""Sending readings: type the states, look at what follows from them, send."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.errors import StorageUnavailable
from ebok.core.periods import today
from selfservice.access.models import AccessLevel
from selfservice.identity.kept_forms import kept_texts
from selfservice.metering.errors import UnknownMeter
from selfservice.metering.facts import MeterFacts, meter_facts
from selfservice.metering.judging import windows_of
from selfservice.metering.prices import unit_prices
from selfservice.metering.services import Outcome, TypedReading, submit
from selfservice.zones.portal.metering.preview import Preview, preview
from selfservice.zones.portal.metering.sending_form import ReadingsForm
from selfservice.zones.portal.pages import AccountPage, account_page

Facts = dict[str, MeterFacts]


@account_page(module="readings", level=AccessLevel.ACT, posts=True)
def send_readings(page: AccountPage) -> HttpResponse:
    """Three steps of one address: "edit", "check" and "send"."""
    facts = meter_facts(access=page.access, today=today(), with_removed=True)
    in_place = [one for one in facts.values() if one.meter.removed_on is None]
    if page.request.method != "POST":
        return _typing(page, ReadingsForm(meters=in_place, initial=kept_texts(page.request)))
    form = ReadingsForm(page.request.POST, meters=in_place)
    step = page.request.POST.get("step", "check")
    others = _no_longer_there(facts, form)
    if others or not form.is_valid() or step == "edit":
        return _typing(page, form, problems=others, status=200 if step == "edit" and not others else 422)
    if step == "send":
        return _sent(page, facts, form)
    return _preview(page, facts, form)


def _sent(page: AccountPage, facts: Facts, form: ReadingsForm) -> HttpResponse:
    look = _look(page, facts, form)
    if not look.answers_are_valid():
        return _looking(page, look, status=422)
    try:
        outcome = submit(
            account_no=page.access.account_no,
            facts=facts,
            read_on=form.cleaned_data["read_on"],
            readings=[
                TypedReading(row.number, row.value, row.answer("why"), row.answer("photo"))
                for row in look.rows
            ],
            token=form.cleaned_data["token"],
            actor=page.request.user,  # type: ignore[arg-type]  # the zone is for people who signed in
        )
    except StorageUnavailable as error:
        look.problems.append(str(error.text))
        return _looking(page, look, status=int(error.status))
    if outcome.refused:
        look.refuse(outcome)
        return _looking(page, look, status=422)
    return _received(page, outcome)


def _received(page: AccountPage, outcome: Outcome) -> HttpResponse:
    numbers = [submission.receipt_no for submission in outcome.kept]
    if len(numbers) == 1:
        messages.success(page.request, _("We have your reading. This is its receipt."))
        return HttpResponseRedirect(
            reverse("portal:reading_receipt", args=[page.access.account_no, numbers[0]])
        )
    text = _("We have your readings. Receipt numbers: %(numbers)s.") % {"numbers": ", ".join(numbers)}
    messages.success(page.request, text)
    return HttpResponseRedirect(reverse("portal:readings", args=[page.access.account_no]))


def _preview(page: AccountPage, facts: Facts, form: ReadingsForm) -> HttpResponse:
    look = _look(page, facts, form, bound=False)
    return _looking(page, look, status=422 if look.is_refused else 200)


def _look(page: AccountPage, facts: Facts, form: ReadingsForm, *, bound: bool = True) -> Preview:
    points = {one.meter.point_id for one in facts.values()}
    return preview(
        facts=facts,
        form=form,
        prices=unit_prices(access=page.access, points=points),
        answers=(page.request.POST, page.request.FILES) if bound else None,
    )


def _looking(page: AccountPage, look: Preview, *, status: int) -> HttpResponse:
    response = page.render("portal/metering/check.html", {"look": look, "form": look.form})
    response.status_code = status
    return response


def _typing(
    page: AccountPage, form: ReadingsForm, *, problems: list[str] | None = None, status: int = 200
) -> HttpResponse:
    facts: dict[str, Any] = {
        "form": form,
        "problems": problems or [],
        "windows": _closed_windows(form.meters),
        "list_url": reverse("portal:readings", args=[page.access.account_no]),
    }
    response = page.render("portal/metering/send.html", facts)
    response.status_code = status
    return response


def _closed_windows(meters: list[MeterFacts]) -> list[tuple[MeterFacts, Any]]:
    """Meters that are not read today, with the day on which their window opens."""
    day = today()
    closed = [one for one in meters if not windows_of(one).is_open(day)]
    return [(one, windows_of(one).opens_on(day)) for one in closed]


def _no_longer_there(facts: Facts, form: ReadingsForm) -> list[str]:
    """What to tell of meters that were exchanged since the form was shown, with what was typed."""
    found = []
    for number in form.typed_for_others():
        typed = str(form.data[f"value-{number}"])[:40]
        if number not in facts:
            found.append(str(UnknownMeter()))
            continue
        words = _("Meter %(number)s is no longer in place; you typed %(typed)s. Read the new meter below.")
        found.append(words % {"number": facts[number].meter.meter_no, "typed": typed})
    return found
