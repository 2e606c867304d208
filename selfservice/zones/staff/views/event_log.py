"""The event log, for administrators. Looking into it is an event, too."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from ebok.audit.actions import registered
from ebok.audit.models import AuditEntry
from ebok.audit.services import record
from selfservice.access.reasons import reason_in_words
from selfservice.identity.models import User
from selfservice.identity.roles import STAFF, Role, role_of
from selfservice.zones.staff.forms import EventFilterForm
from selfservice.zones.staff.pages import ADMINISTRATORS, staff_page, staff_render
from selfservice.zones.staff.words import object_in_words

PAGE_SIZE = 50


@staff_page(roles=ADMINISTRATORS)
def event_log(request: HttpRequest) -> HttpResponse:
    """Newest first, by keyset on the entry's number."""
    form = EventFilterForm(request.GET)
    found = list(form.entries()[: PAGE_SIZE + 1])
    entries = found[:PAGE_SIZE]
    record(
        action="staff.event_log_read",
        actor=request.user,
        actor_role=role_of(request.user),
        object_type="event_log",
        account_no=form.account_no,
        details={"filter": sorted(name for name in form.fields if request.GET.get(name))},
    )
    facts = {
        "form": form,
        "rows": _rows(entries),
        "older_url": _link(request.GET, entries[-1].pk) if len(found) > PAGE_SIZE else "",
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return staff_render(request, "staff/event_log.html", facts)


def _rows(entries: list[AuditEntry]) -> list[dict[str, Any]]:
    """Entries with their sentence and, where the person still exists, the e-mail address of the actor."""
    sentences = registered()
    roles = {**dict(Role.choices), "": "–", "system": _("system"), STAFF: _("somebody of the office")}
    numbers = {int(entry.actor_id) for entry in entries if entry.actor_id.isdigit()}
    people = dict(User.objects.filter(pk__in=numbers).values_list("pk", "email"))
    return [
        {
            "entry": entry,
            "sentence": sentences.get(entry.action, entry.action),
            "reason": reason_in_words(entry),
            "object": object_in_words(entry.object_type),
            "title": entry.details.get("title", ""),
            "role": roles.get(entry.actor_role, entry.actor_role),
            "actor": people.get(int(entry.actor_id), "") if entry.actor_id.isdigit() else "",
        }
        for entry in entries
    ]


def _link(asked: QueryDict, before: int) -> str:
    query = asked.copy()
    query["before"] = str(before)
    return f"?{query.urlencode()}"
