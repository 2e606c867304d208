"""What happened and what will: history, schedule, consents, and who looked, as CSV files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from ebok.core.keyset import Cursor
from ebok.core.periods import today
from selfservice.access.consents.queries import entries_of
from selfservice.access.looks import Look, looks_at
from selfservice.access.models import AccountAccess
from selfservice.contracts.schedule import visits_to_account
from selfservice.contracts.schedule_pages import LIST_DAYS, visit_row
from selfservice.zones.portal.history.merging import merged
from selfservice.zones.portal.history.sources import Kind, kinds_for, sources
from selfservice.zones.portal.pages import account_file
from selfservice.zones.portal.schedule.views import MISSED_DAYS
from selfservice.zones.portal.tables import csv_file

AT_ONCE = 500
"""Rows of a long table that are read together."""


@account_file(module="")
def history_csv(request: HttpRequest, access: AccountAccess) -> HttpResponseBase:
    """Everything that happened on the account, the newest first."""
    header = [_("Day"), _("When"), _("Kind"), _("What"), _("Details")]
    rows = _events(access, kinds_for(access), translation.get_language())
    return csv_file(request=request, access=access, name="history", header=header, rows=rows)


@account_file(module="schedule")
def schedule_csv(request: HttpRequest, access: AccountAccess) -> HttpResponseBase:
    """The visits that the list shows, those of the last days included."""
    header = [_("Day"), _("Service"), _("What"), _("State"), _("Remark")]
    day = today()
    visits = visits_to_account(access=access, since=day - MISSED_DAYS, until=day + timedelta(days=LIST_DAYS))
    rows = [
        [
            visit.collection.on_date,
            visit.collection.service,
            visit.collection.fraction,
            str(visit_row(visit).state),
            visit.collection.note,
        ]
        for visit in visits
    ]
    return csv_file(request=request, access=access, name="schedule", header=header, rows=rows)


@account_file(module="")
def consents_csv(request: HttpRequest, access: AccountAccess) -> HttpResponseBase:
    """Every declaration for the account and of the reader, the newest first."""
    header = [_("When"), _("Consent"), _("Messages on"), _("Way"), _("Given"), _("Where"), _("Wording")]
    rows = [
        [
            row.at,
            row.get_consent_display(),
            row.get_message_kind_display(),
            row.get_via_display(),
            _("yes") if row.is_given else _("no"),
            row.get_channel_display(),
            row.wording,
        ]
        for row in entries_of(account_no=access.account_no, user_id=access.user_id)
    ]
    return csv_file(request=request, access=access, name="consents", header=header, rows=rows)


@account_file(module="")
def looks_csv(request: HttpRequest, access: AccountAccess) -> HttpResponseBase:
    """Who looked at the account, the newest first; for the owner's eyes, as the page is."""
    if access.is_delegated:
        raise Http404("For the owner.")
    header = [_("When"), _("Who"), _("What"), _("Document"), _("Reason")]
    rows = _looks(access, translation.get_language())
    return csv_file(request=request, access=access, name="who-looked", header=header, rows=rows)


def _events(access: AccountAccess, kinds: list[Kind], language: str | None) -> Iterator[list[Any]]:
    titles = {kind.name: str(kind.title) for kind in kinds}
    by_rank = sources(kinds, access=access)
    names = dict(zip(by_rank, titles.values(), strict=True))
    after: Cursor | None = None
    while True:
        with translation.override(language):
            page = merged(by_rank, after=after, size=AT_ONCE)
        for event in page.events:
            yield [event.day, event.at, names[event.rank], event.title, event.text]
        if not page.older:
            return
        after = Cursor.parse(page.older)


def _looks(access: AccountAccess, language: str | None) -> Iterator[list[Any]]:
    before: int | None = None
    while True:
        found, before = looks_at(access=access, before=before, size=AT_ONCE)
        with translation.override(language):
            cells = [_look_cells(look) for look in found]
        yield from cells
        if before is None:
            return


def _look_cells(look: Look) -> list[Any]:
    names = {
        "you": _("You"),
        "staff": str(look.position),
        "system": _("The office's system"),
        "former": _("Somebody who has no sign-in any more"),
    }
    is_file = look.entry.action == "documents.downloaded"
    document = look.entry.object_id if is_file else ""
    return [look.entry.at, names.get(look.who, look.email), str(look.sentence), document, look.reason]
