"""A meter reading without signing in. The page never says whose meter it is or what it showed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as now_text
from django.utils.translation import gettext_lazy as _

from ebok.core.periods import today
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.models.base import INVOICE_NO_LENGTH
from selfservice.identity.robots.forms import NAME, RobotCheckMixin
from selfservice.identity.robots.purposes import GUEST
from selfservice.identity.throttles.counters import MustWait
from selfservice.metering.facts import MeterFacts
from selfservice.metering.guests import proved_meter
from selfservice.metering.models import Channel, ReadingSubmission
from selfservice.metering.services import Outcome, TypedReading, submit
from selfservice.metering.state_field import StateField
from selfservice.zones.guest.pages import guest_page

NEUTRAL = _("These numbers do not fit together. Check all three: they stand on your newest invoice.")
NO_REMARK = "–"
RECEIPT = "reading_receipt"


class GuestReadingForm(RobotCheckMixin, forms.Form):
    """Three numbers that only the customer has together, and the state."""

    purpose = GUEST
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)
    account_no = forms.CharField(label=_("Customer number"), max_length=64)
    meter_no = forms.CharField(label=_("Number of the meter"), max_length=64)
    invoice_no = forms.CharField(label=_("Number of your newest invoice"), max_length=INVOICE_NO_LENGTH)
    read_on = forms.DateField(
        label=_("Read on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    value = StateField(
        label=_("State of the meter"),
        max_digits=18,
        decimal_places=6,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    remark = forms.CharField(
        label=_("Remark"),
        required=False,
        max_length=500,
        help_text=_("If the state is unusual, say why. The office looks at unusual readings."),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        kwargs.setdefault("initial", {"token": get_random_string(22), "read_on": today()})
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name != NAME), NAME])


@guest_page("form", module="readings")
def reading(request: HttpRequest) -> HttpResponse:
    """The form; every wrong number gets the same answer."""
    if request.method != "POST":
        return _form(request, GuestReadingForm(request=request))
    form = GuestReadingForm(request.POST, request=request)
    if not form.is_valid():
        return _form(request, form, status=422)
    try:
        return _taken(request, form)
    except MustWait:
        form.add_error(None, now_text("Too many tries. Wait a while, or call us."))
        return _form(request, form, status=429)
    except ExchangeUnavailable as error:
        form.add_error(None, str(error))
        return _form(request, form, status=503)


@guest_page(module="readings")
def sent(request: HttpRequest, receipt_no: str) -> HttpResponse:
    """The receipt: its number and how far the reading has come, and nothing else.

    One that was sent from the customer zone is shown only to the guest who sent the very same afterwards.
    """
    of_guests = Q(channel=Channel.GUEST) | Q(receipt_no=request.session.get(RECEIPT, ""))
    submission = ReadingSubmission.objects.filter(of_guests, receipt_no=receipt_no).first()
    if submission is None:
        raise Http404("No such receipt.")
    return render(request, "guest/reading_sent.html", {"submission": submission})


def _taken(request: HttpRequest, form: GuestReadingForm) -> HttpResponse:
    facts = form.cleaned_data
    meters = proved_meter(
        request=request,
        account_no=facts["account_no"].strip(),
        meter_no=facts["meter_no"],
        invoice_no=facts["invoice_no"],
    )
    if meters is None:
        form.add_error(None, str(NEUTRAL))
        return _form(request, form, status=422)
    outcome = _submitted(form, meters)
    if outcome.refused:
        form.add_error("value", str(next(iter(outcome.refused.values()))))
        return _form(request, form, status=422)
    [kept] = outcome.kept
    if kept.channel != Channel.GUEST:
        request.session[RECEIPT] = kept.receipt_no
    return HttpResponseRedirect(reverse("guest:reading_sent", args=[kept.receipt_no]))


def _submitted(form: GuestReadingForm, meters: dict[str, MeterFacts]) -> Outcome:
    """Doubts are not told here, because they would tell of earlier states; the office sees them."""
    facts, [number] = form.cleaned_data, meters
    remark = facts["remark"].strip() or NO_REMARK
    return submit(
        account_no=facts["account_no"].strip(),
        facts=meters,
        read_on=facts["read_on"],
        readings=[TypedReading(number, facts["value"], remark)],
        token=facts["token"],
        channel=Channel.GUEST,
    )


def _form(request: HttpRequest, form: GuestReadingForm, *, status: int = 200) -> HttpResponse:
    return render(request, "guest/reading.html", {"form": form}, status=status)
