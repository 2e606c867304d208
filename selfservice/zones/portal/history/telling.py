"""Events in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from ebok.core.money import format_money
from selfservice.access.consents.models import ConsentEntry
from selfservice.access.data_changes.models import DataChange
from selfservice.exchange.models import Invoice, LedgerEntry, Letter, Reading
from selfservice.messaging.models import Message
from selfservice.metering.models import ReadingSubmission
from selfservice.tickets.models import Ticket
from selfservice.zones.portal.billing.words import LEDGER_KINDS
from selfservice.zones.portal.history.merging import Event, instant_key, local_day
from selfservice.zones.portal.lines import quantity
from selfservice.zones.portal.presenters import KINDS as INVOICE_KINDS

Urls = Callable[[str], str]


def invoice(row: Invoice, *, url: Urls) -> Event:
    """An invoice was issued."""
    kind = INVOICE_KINDS.get(row.kind, row.kind)
    amount = format_money(row.gross, currency=row.currency or "PLN")
    return Event(row.issued_on, 0, row.invoice_no, f"{kind} {row.invoice_no}", amount, url(row.invoice_no))


def payment(row: LedgerEntry, *, url: str) -> Event:
    """A payment or a refund was booked."""
    kind = str(LEDGER_KINDS.get(row.kind, row.kind))
    amount = format_money(abs(row.amount), currency=row.account.currency or "PLN")
    return Event(row.booked_on, 1, row.entry_no, kind, f"{amount} {row.title}", url)


def reading(row: Reading, *, url: str) -> Event:
    """A reading was booked."""
    meter = row.installation
    title = _("Reading of meter %(meter)s") % {"meter": meter.meter_no}
    return Event(row.read_on, 2, row.reading_no, title, quantity(row.value, unit=meter.unit), url)


def letter(row: Letter, *, url: str) -> Event:
    """A letter was issued, or came to be shown."""
    day = row.issued_on or (local_day(row.available_from) if row.available_from else None)
    if day is None:
        raise ValueError("A letter without a day has no place in the history.")
    return Event(day, 3, row.document_no, row.title, "", url)


def ticket(row: Ticket, *, url: Urls) -> Event:
    """A ticket was sent."""
    title = _("Ticket sent: %(subject)s") % {"subject": row.subject}
    return _timed(row.created_at, 4, row.pk, title, str(row.get_state_display()), url(row.signature))


def consent(row: ConsentEntry, *, url: str) -> Event:
    """A consent was given or withdrawn."""
    facts = {"consent": row.get_consent_display()}
    title = _("Consent given: %(consent)s") if row.is_given else _("Consent withdrawn: %(consent)s")
    return _timed(row.at, 5, row.pk, title % facts, str(row.get_channel_display()), url)


def change(row: DataChange, *, url: str) -> Event:
    """A change of data was asked for; the values stand on its own page alone."""
    title = _("Change of data asked for: %(what)s") % {"what": row.get_field_set_display()}
    return _timed(row.asked_at, 6, row.pk, title, str(row.get_state_display()), url)


def message(row: Message, *, url: Callable[[int], str]) -> Event:
    """The reader was told something about the account."""
    title = _("Message: %(subject)s") % {"subject": row.subject}
    state = _("Unread") if row.is_unread else ""
    return _timed(row.created_at, 7, row.pk, title, state, url(row.pk))


def sent_reading(row: ReadingSubmission, *, url: Urls) -> Event:
    """A reading was sent from here; of a rejected one the reason is told."""
    title = _("Reading sent for meter %(meter)s") % {"meter": row.meter_no}
    parts = [quantity(row.value, unit=row.unit), str(row.get_state_display()), row.reason]
    text = ", ".join(part for part in parts if part)
    return _timed(row.sent_at, 8, row.pk, title, text, url(row.receipt_no))


def _timed(at: datetime, rank: int, pk: int, title: str, text: str, url: str) -> Event:
    return Event(local_day(at), rank, instant_key(at, pk), title, text, url, at)
