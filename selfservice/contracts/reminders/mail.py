"""Letters that remind of a collection."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms_pages import modules
from ebok.core.periods import day_in_words
from ebok.outbox.errors import TemporaryError
from ebok.outbox.handlers import handles
from selfservice.access.queries import customer_accounts
from selfservice.contracts.reminders.models import CollectionReminder
from selfservice.contracts.reminders.services import REMIND
from selfservice.contracts.schedule import Visit, visits_to_account
from selfservice.exchange.errors import ExchangeUnavailable
from selfservice.exchange.queries import current_feed
from selfservice.identity.mail import Letter, LetterKind, tell


@handles(REMIND)
def remind(payload: Mapping[str, Any]) -> None:
    """Send one reminder, if its user still has access and something is collected that day.

    A stale feed is no ground to send anybody out with a bin: nothing goes then.

    Raises:
        TemporaryError: the mail server or the exchange is away; not once the day itself is over.
    """
    day = date.fromisoformat(payload["day"])
    reminder = CollectionReminder.objects.filter(pk=payload["reminder"]).select_related("user").first()
    if reminder is None or not modules.enabled("schedule") or timezone.localdate() > day:
        return
    visits = _visits(reminder, day)
    if visits:
        with translation.override(reminder.user.language):
            tell(
                user=reminder.user,
                letter=_letter(reminder, visits, day),
                kind=LetterKind.SCHEDULE,
                key=f"{REMIND}:{reminder.account_no}:{day}",
                account_no=reminder.account_no,
            )


def _visits(reminder: CollectionReminder, day: date) -> list[Visit]:
    accesses = customer_accounts(reminder.user) if reminder.user.is_active else []
    access = next((one for one in accesses if one.account_no == reminder.account_no), None)
    if access is None:
        return []
    try:
        if current_feed().stale:
            return []
        week = timedelta(days=7)
        around = visits_to_account(access=access, since=day - week, until=day + week)
    except ExchangeUnavailable as error:
        raise TemporaryError("the exchange is away") from error
    return [visit for visit in around if visit.collection.on_date == day]


def _letter(reminder: CollectionReminder, visits: list[Visit], day: date) -> Letter:
    coming = [visit for visit in visits if not visit.is_off]
    subject = _("Collection on %(day)s") if coming else _("No collection on %(day)s")
    return Letter(
        subject=subject % {"day": day_in_words(day)},
        paragraphs=[_("This is what the service schedule says.")],
        facts=[(_what(visit), visit.collection.fraction) for visit in visits],
        path=reverse("portal:schedule", args=[reminder.account_no]),
        link_text=_("Show the schedule"),
        warning=_("You asked for this reminder. You can change or end it with the schedule."),
    )


def _what(visit: Visit) -> str:
    if visit.moved_to:
        return _("Moved to %(day)s") % {"day": day_in_words(visit.moved_to)}
    return _("Called off") if visit.is_off else _("Collected")
