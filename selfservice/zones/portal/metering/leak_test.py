"""The leak test, step by step: evening, morning, result."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages import modules
from ebok.core.money import format_money
from ebok.core.periods import instant_in_words
from ebok.core.quantities import format_quantity
from selfservice.access.models import AccessLevel
from selfservice.metering import leaks
from selfservice.metering.counters import MOST_DIGITS, capacity
from selfservice.metering.errors import BeyondCounter, MeteringError, NegativeState
from selfservice.metering.facts import MeterFacts, facts_of
from selfservice.metering.models import LeakTest
from selfservice.metering.prices import price_for, unit_prices
from selfservice.metering.queries import meters_in_place
from selfservice.metering.state_field import StateField
from selfservice.zones.portal.forms import choices_of
from selfservice.zones.portal.metering.meters import meter_label
from selfservice.zones.portal.metering.turning import turn_of
from selfservice.zones.portal.pages import AccountPage, account_page

Facts = dict[str, MeterFacts]
ANOTHER = {"new", "find", "turn_after", "turn_before"}
"""Whoever asks with one of these wants to begin another test."""


class LeakForm(forms.Form):
    """A meter (the first time) and its state."""

    meter = forms.ChoiceField(label=gettext_lazy("Meter"))
    value = StateField(
        label=gettext_lazy("State of the meter, with all decimals"),
        max_digits=18,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, facts: Facts, test: LeakTest | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if test:
            del self.fields["meter"]
        else:
            choices_of(self.fields["meter"], [(no, meter_label(one.meter)) for no, one in facts.items()])

    def check(self) -> bool:
        """Can a counter show this? Otherwise the form says why not."""
        value = self.cleaned_data["value"]
        if value < 0:
            self.add_error("value", str(NegativeState()))
        elif value >= capacity(MOST_DIGITS):
            self.add_error("value", str(BeyondCounter()))
        return not self.errors


@account_page(module="readings", level=AccessLevel.ACT, posts=True)
def leak_test(page: AccountPage) -> HttpResponse:
    """The step that the newest test of this account has come to; `?new=1` begins another."""
    newest = LeakTest.objects.filter(account_no=page.access.account_no).order_by("-pk").first()
    own = meters_in_place(access=page.access, of=[newest.installation_no]) if newest else []
    facts, test = facts_of(meters=own, readings=()), newest if own else None
    open_test = test if test and test.morning_at is None else None
    if page.request.method == "POST":
        return _act(page, facts, open_test)
    if test and not open_test and not ANOTHER & page.request.GET.keys():
        return _result(page, facts[test.installation_no], test)
    return _step(page, open_test)


def _act(page: AccountPage, facts: Facts, test: LeakTest | None) -> HttpResponse:
    sent = page.request.POST
    if sent.get("act") == "give-up":
        if test:
            leaks.give_up(test=test)
        return _back(page)
    if test is None:
        wanted = sent.get("meter", "").replace("\x00", "")
        facts = facts_of(meters=meters_in_place(access=page.access, of=[wanted]), readings=())
    form = LeakForm(sent, facts=facts, test=test)
    if not form.is_valid():
        return _step(page, test, form)
    own = facts[test.installation_no if test else form.cleaned_data["meter"]]
    if not form.check():
        return _step(page, test, form)
    try:
        _note(page, own, test, form)
    except MeteringError as error:
        form.add_error("value", str(error))
        return _step(page, test, form)
    return _back(page)


def _note(page: AccountPage, own: MeterFacts, test: LeakTest | None, form: LeakForm) -> None:
    value = form.cleaned_data["value"]
    if test is None:
        actor = page.request.user
        leaks.begin(account_no=page.access.account_no, facts=own, value=value, actor=actor)  # type: ignore[arg-type]
    else:
        leaks.finish(test=test, facts=own, value=value)


def _back(page: AccountPage) -> HttpResponse:
    return HttpResponseRedirect(reverse("portal:leak_test", args=[page.access.account_no]))


def _step(page: AccountPage, test: LeakTest | None, sent: LeakForm | None = None) -> HttpResponse:
    """Without an open test: its form with some of the meters, and the one chosen before among them."""
    facts: dict[str, Any] = {"test": test, "steps": _steps(), "current": 2 if test else 1, "has_meter": True}
    if test is None:
        turn = turn_of(page.request, page.request.GET.dict())
        meters = turn.page(page.access)
        found = facts_of(meters=meters.rows, readings=())
        facts |= {"page": meters, "turn": turn, "has_meter": bool(found) or turn.words}
        form = LeakForm(facts=found, test=None)
        if sent:
            choices = dict([*sent.fields["meter"].choices, *form.fields["meter"].choices])  # type: ignore[attr-defined]
            choices_of(sent.fields["meter"], list(choices.items()))
    else:
        form = LeakForm(facts={}, test=test)
    response = page.render("portal/metering/leak_test.html", facts | {"form": sent or form})
    response.status_code = 422 if sent else 200
    return response


def _result(page: AccountPage, facts: MeterFacts, test: LeakTest) -> HttpResponse:
    leak = leaks.leak_of(test, facts=facts)
    words = _in_words(page, facts, leak)
    shown = {
        "test": test,
        "leak": leak,
        "words": words,
        "steps": _steps(),
        "current": 3,
        "ticket_url": _ticket_url(page, facts, test, words) if leak.is_leak else "",
    }
    return page.render("portal/metering/leak_result.html", shown)


def _in_words(page: AccountPage, facts: MeterFacts, leak: leaks.Leak) -> dict[str, str]:
    """Figures of the result as people write them; what cannot be said is empty."""
    unit, point = facts.meter.unit, facts.meter.point_id
    price = price_for(unit_prices(access=page.access, points={point}), point_no=point, unit=unit)
    rate = leak.litres_per_hour
    return {
        "used": format_quantity(leak.quantity, unit=unit),
        "hours": format_quantity(leak.hours, unit="h", places=1),
        "rate": "" if rate is None else format_quantity(rate, unit=_("litres an hour"), places=1),
        "month": format_quantity(leak.per_month, unit=unit, places=1),
        "cost": format_money(price.estimate(leak.per_month), currency=price.currency) if price else "",
        "invoice": price.invoice_no if price else "",
    }


def _ticket_url(page: AccountPage, facts: MeterFacts, test: LeakTest, words: dict[str, str]) -> str:
    """The form of a ticket about a leak, filled in; "" where tickets are switched off."""
    if not modules.enabled("tickets") or test.morning_at is None or test.morning_value is None:
        return ""
    text = _(
        "Leak test of meter %(meter)s, all taps closed.\n%(evening_at)s: %(evening)s\n%(morning_at)s: "
        "%(morning)s\nUsed in %(hours)s: %(used)s. %(rate)s"
    ) % {
        **words,
        "meter": test.meter_no,
        "evening_at": instant_in_words(test.evening_at),
        "evening": format_quantity(test.evening_value, unit=test.unit),
        "morning_at": instant_in_words(test.morning_at),
        "morning": format_quantity(test.morning_value, unit=test.unit),
    }
    query = {
        "subject": _("Suspected leak"),
        "text": text,
        "point_no": facts.meter.point_id,
        "leak_test": test.pk,
    }
    address = reverse("portal:ticket_form", args=[page.access.account_no, "leak"])
    return f"{address}?{urlencode(query)}"


def _steps() -> list[str]:
    return [_("In the evening"), _("In the morning"), _("Result")]
