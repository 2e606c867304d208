"""Readings: those that billing has booked, by installation, and those sent from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from ebok.core.quantities import format_quantity
from ebok.core.row_places import row_place
from selfservice.access.models import AccessLevel
from selfservice.exchange.models import Meter
from selfservice.metering.models import ReadingSubmission
from selfservice.metering.queries import meters_of, reading_page
from selfservice.metering.sent import NoSuchPlace, sent_page
from selfservice.metering.states import Shown, with_states
from selfservice.metering.words import READING_KINDS
from selfservice.zones.portal.metering.meters import MeterForm, meter_label
from selfservice.zones.portal.pages import AccountPage, account_page
from selfservice.zones.portal.places import link, place

SENT_SHOWN = 10
"""The newest; the others stand on a page of their own."""
TAGS: dict[Shown, str] = {
    Shown.TO_CHECK: "warn",
    Shown.RECEIVED: "info",
    Shown.CHECKED: "info",
    Shown.BOOKED: "ok",
    Shown.REJECTED: "bad",
    Shown.REPLACED: "warn",
}


@dataclass(frozen=True, slots=True)
class SentRow:
    """A reading sent from here, in words."""

    submission: ReadingSubmission
    value: str
    state: str
    tag: str
    url: str


@account_page(module="readings")
def reading_list(page: AccountPage) -> HttpResponse:
    """Booked readings of one installation by keyset, and the newest sent from here."""
    asked, meters = page.request.GET, meters_of(access=page.access)
    meter = _chosen(meters, asked.get("meter", ""))
    sent = list(ReadingSubmission.objects.of(page.access.account_no)[: SENT_SHOWN + 1])
    facts: dict[str, Any] = {
        "meter": meter,
        "sent": sent_rows(page, sent[:SENT_SHOWN]),
        "more_sent": len(sent) > SENT_SHOWN,
        "may_send": page.access.allows(AccessLevel.ACT) and any(one.removed_on is None for one in meters),
    }
    if meter is not None:
        facts |= _table(page, meter, meters)
    return page.render("portal/metering/readings.html", facts)


@account_page(module="readings")
def sent_list(page: AccountPage) -> HttpResponse:
    """Every reading sent for the account, newest first, by keyset."""
    asked = page.request.GET
    try:
        found = sent_page(
            account_no=page.access.account_no,
            before=row_place(asked, "before"),
            after=row_place(asked, "after"),
        )
    except NoSuchPlace as error:
        raise Http404("No such place in the list.") from error
    facts = {
        "rows": sent_rows(page, found.rows),
        "newer_url": f"?after={found.newer}" if found.newer else "",
        "older_url": f"?before={found.older}" if found.older else "",
    }
    return page.render("portal/metering/sent.html", facts)


@account_page(module="readings")
def receipt(page: AccountPage, receipt_no: str) -> HttpResponse:
    """One reading that was sent: what, when, and how far it has come."""
    submission = ReadingSubmission.objects.of(page.access.account_no).filter(receipt_no=receipt_no).first()
    if submission is None:
        raise Http404("No such receipt.")
    [row] = sent_rows(page, [submission])
    return page.render("portal/metering/receipt.html", {"row": row, "submission": submission})


def sent_rows(page: AccountPage, submissions: list[ReadingSubmission]) -> list[SentRow]:
    """Readings sent from here with their states."""
    return [
        SentRow(
            submission=submission,
            value=format_quantity(submission.value, unit=submission.unit),
            state=str(state.label),
            tag=TAGS[state],
            url=reverse("portal:reading_receipt", args=[page.access.account_no, submission.receipt_no]),
        )
        for submission, state in with_states(access=page.access, submissions=submissions)
    ]


def _table(page: AccountPage, meter: Meter, meters: list[Meter]) -> dict[str, Any]:
    asked = page.request.GET
    found = reading_page(
        access=page.access,
        installation_no=meter.pk,
        after=place(asked.get("after", "")),
        before=place(asked.get("before", "")),
    )
    return {
        "form": MeterForm({"meter": meter.pk}, meters=meters),
        "label": meter_label(meter),
        "rows": [
            (row, READING_KINDS.get(row.kind, row.kind), format_quantity(row.value, unit=meter.unit))
            for row in found.rows
        ],
        "newer_url": link(asked, fields=["meter"], name="before", place=found.newer),
        "older_url": link(asked, fields=["meter"], name="after", place=found.older),
    }


def _chosen(meters: list[Meter], number: str) -> Meter | None:
    if not number:
        return meters[0] if meters else None
    for meter in meters:
        if meter.pk == number:
            return meter
    raise Http404("No such meter.")
