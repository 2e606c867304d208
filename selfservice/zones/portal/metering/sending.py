"""Sending readings: type the states, look at what follows from them, send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.errors import StorageUnavailable
from ebok.core.periods import today
from selfservice.access.models import AccessLevel
from selfservice.exchange.models import Meter
from selfservice.identity.kept_forms import kept_texts
from selfservice.metering.errors import UnknownMeter
from selfservice.metering.facts import MeterFacts, meter_facts, newest_states
from selfservice.metering.judging import windows_of
from selfservice.metering.prices import unit_prices
from selfservice.metering.services import Outcome, TypedReading, submit
from selfservice.zones.portal.metering.preview import Preview, preview
from selfservice.zones.portal.metering.sending_form import ReadingsForm
from selfservice.zones.portal.metering.turning import VALUE, turn_of, typed_numbers
from selfservice.zones.portal.pages import AccountPage, account_page

Facts = dict[str, MeterFacts]
Texts = dict[str, str]


@account_page(module="readings", level=AccessLevel.ACT, posts=True)
def send_readings(page: AccountPage) -> HttpResponse:
    """Three steps of one address: "edit", "check" and "send"; many meters are shown some at a time."""
    request = page.request
    texts = request.POST.dict() if request.method == "POST" else kept_texts(request)
    turn = turn_of(request, texts or request.GET.dict())
    meters, typed = turn.page(page.access), typed_numbers(texts)
    facts = meter_facts(access=page.access, today=today(), of=typed) if typed else {}
    gone = _no_longer_there(facts, texts, typed)
    form = _form(page, facts, meters.rows, typed=typed, texts=texts, is_bound=not turn.is_move)
    shown = {"page": meters, "turn": turn}
    if turn.is_move:
        return _typing(page, form, shown, problems=gone)
    step = request.POST.get("step", "check")
    if gone or not form.is_valid() or step == "edit":
        return _typing(page, form, shown, problems=gone, status=200 if step == "edit" and not gone else 422)
    if step == "send":
        return _sent(page, facts, form)
    return _preview(page, facts, form)


def _form(
    page: AccountPage, facts: Facts, meters: list[Meter], *, typed: list[str], texts: Texts, is_bound: bool
) -> ReadingsForm:
    """The form of some meters, with what was typed for others."""
    on_page = {meter.pk for meter in meters}
    others = [facts[number].meter for number in typed if number in facts and number not in on_page]
    in_place = [meter for meter in others if meter.removed_on is None]
    known = newest_states(access=page.access, meters=[*meters, *in_place])
    parts: dict[str, Any] = {"meters": known[: len(meters)], "others": known[len(meters) :]}
    if is_bound:
        return ReadingsForm(page.request.POST, **parts)
    return ReadingsForm(initial=texts, **parts)


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
    turn = turn_of(page.request, page.request.POST.dict())
    response = page.render("portal/metering/check.html", {"look": look, "form": look.form, "turn": turn})
    response.status_code = status
    return response


def _typing(
    page: AccountPage, form: ReadingsForm, shown: dict[str, Any], *, problems: list[str], status: int = 200
) -> HttpResponse:
    facts: dict[str, Any] = {
        **shown,
        "form": form,
        "problems": problems,
        "windows": _closed_windows(form.shown),
        "list_url": reverse("portal:readings", args=[page.access.account_no]),
    }
    response = page.render("portal/metering/send.html", facts)
    response.status_code = status
    return response


def _closed_windows(meters: Sequence[MeterFacts]) -> list[tuple[MeterFacts, Any]]:
    """Meters that are not read today, with the day on which their window opens."""
    day = today()
    kinds = {(one.meter.point.service, bool(one.meter.parent_installation_id)): one for one in meters}
    windows = {kind: windows_of(one) for kind, one in kinds.items()}
    opens_on = {kind: one.opens_on(day) for kind, one in windows.items() if not one.is_open(day)}
    of_each = [(one, (one.meter.point.service, bool(one.meter.parent_installation_id))) for one in meters]
    return [(one, opens_on[kind]) for one, kind in of_each if kind in opens_on]


def _no_longer_there(facts: Facts, texts: Texts, typed: list[str]) -> list[str]:
    """What to tell of meters that were exchanged since the form was shown, with what was typed."""
    words = _("Meter %(number)s is no longer in place; you typed %(typed)s. Read the new meter below.")
    found = [str(UnknownMeter()) for number in typed if number not in facts]
    gone = [number for number in typed if number in facts and facts[number].meter.removed_on is not None]
    return found + [
        words % {"number": facts[number].meter.meter_no, "typed": texts[VALUE + number][:40]}
        for number in gone
    ]
