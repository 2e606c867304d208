"""Calendars behind secret links: due dates, and the service schedule."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as now_text
from django.views.decorators.http import require_safe

from cms_pages import modules
from cms_pages.queries import office_settings
from cms_pages.site_address import host_and_port
from ebok.core.icalendar import MEDIA_TYPE, DayEvent, calendar
from ebok.core.money import format_money
from ebok.core.periods import day_in_words, instant_in_words, today
from selfservice.access.feeds.models import FeedKind
from selfservice.access.feeds.services import OpenedLink
from selfservice.access.models import AccountAccess
from selfservice.billing.due import due_invoices
from selfservice.contracts.schedule import Visit, visits_to_account
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.models import Invoice
from selfservice.exchange.queries import FeedState, current_feed

BACK, AHEAD = timedelta(days=60), timedelta(days=200)
RETRY_SECONDS = 600
MODULES = {FeedKind.DUE_DATES: "invoices", FeedKind.SCHEDULE: "schedule"}


@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The calendar of the link that the guard has opened."""
    opened: OpenedLink = request.opened_link  # type: ignore[attr-defined]
    if not modules.enabled(MODULES[FeedKind(opened.link.kind)]):
        raise Http404("This module is switched off.")
    with translation.override(opened.link.language):
        try:
            text = _calendar(opened)
        except ExchangeUnavailable:
            # Programs keep what they have when a calendar fails to come; an empty one would erase it.
            return HttpResponse(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    response = HttpResponse(text, content_type=MEDIA_TYPE)
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    return response


def uid_of(kind: str, *names: str) -> str:
    """An id that stays the same as long as the thing does, and tells nothing of it."""
    digest = hashlib.sha256("\x1f".join([kind, *names]).encode()).hexdigest()[:32]
    return f"{kind}-{digest}@{host_and_port()[0]}"


def _calendar(opened: OpenedLink) -> str:
    feed = current_feed()
    if opened.link.kind == FeedKind.DUE_DATES:
        events, title = _due_events(opened.access, feed), now_text("Due dates")
    else:
        events, title = _visit_events(opened.access, feed), now_text("Service schedule")
    name = f"{office_settings().short_name}: {title} ({opened.access.account_no})"
    return calendar(name=name, product=title, events=events, at=feed.as_of)


def _due_events(access: AccountAccess, feed: FeedState) -> Iterator[DayEvent]:
    for invoice in due_invoices(access=access, since=today() - BACK):
        if invoice.due_on is not None:
            yield DayEvent(
                uid=uid_of("due", access.account_no, invoice.invoice_no),
                day=invoice.due_on,
                summary=_due_summary(invoice),
                description=_as_of(feed),
                url=_address("portal:invoice", access.account_no, invoice.invoice_no),
                sequence=feed.generation,
            )


def _due_summary(invoice: Invoice) -> str:
    currency = invoice.currency or "PLN"
    if invoice.open_amount <= 0:
        return now_text("Paid: %(number)s") % {"number": invoice.invoice_no}
    amount = format_money(invoice.open_amount, currency=currency)
    return now_text("To pay: %(amount)s, %(number)s") % {"amount": amount, "number": invoice.invoice_no}


def _visit_events(access: AccountAccess, feed: FeedState) -> Iterator[DayEvent]:
    day = today()
    for visit in visits_to_account(access=access, since=day - BACK, until=day + AHEAD):
        yield DayEvent(
            uid=uid_of("visit", visit.collection.collection_id),
            day=visit.collection.on_date,
            summary=_visit_summary(visit),
            description=" ".join(part for part in (visit.collection.note, _as_of(feed)) if part),
            url=_address("portal:schedule", access.account_no),
            sequence=feed.generation,
            cancelled=visit.is_off,
        )


def _visit_summary(visit: Visit) -> str:
    facts = {"fraction": visit.collection.fraction}
    if visit.moved_to:
        facts["day"] = day_in_words(visit.moved_to)
        return now_text("Moved to %(day)s: %(fraction)s") % facts
    if visit.is_off:
        return now_text("Called off: %(fraction)s") % facts
    return now_text("Collection: %(fraction)s") % facts


def _as_of(feed: FeedState) -> str:
    return now_text("As of %(moment)s") % {"moment": instant_in_words(feed.as_of)}


def _address(name: str, *numbers: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=numbers)}"
