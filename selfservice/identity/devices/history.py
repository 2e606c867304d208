"""What happened to one's own sign-in, read from the event log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from ebok.audit.actions import registered
from ebok.audit.models import AuditEntry
from ebok.core.row_places import row_page
from selfservice.identity.browsers import browser_in_words
from selfservice.identity.roles import OFFICE_ROLES

OFFICE = frozenset(role.value for role in OFFICE_ROLES)
SUCCESS, FAILURE, CHANGE = "ok", "bad", "info"
# What its owner is shown, chosen one by one: the log also holds what only the office needs.
SHOWN: dict[str, str] = {
    "identity.signed_in": SUCCESS,
    "identity.sign_in_failed": FAILURE,
    "identity.signed_out": CHANGE,
    "identity.session_ended": CHANGE,
    "identity.password_changed": CHANGE,
    "identity.password_reset": CHANGE,
    "identity.email_change_asked": CHANGE,
    "identity.email_changed": CHANGE,
    "identity.profile_changed": CHANGE,
    "identity.disabled": CHANGE,
    "identity.enabled": CHANGE,
    "second_factor.failed": FAILURE,
    "second_factor.recovery_code_used": SUCCESS,
    "second_factor.set_up": CHANGE,
    "second_factor.codes_renewed": CHANGE,
    "second_factor.removed": CHANGE,
    "second_factor.removal_asked": CHANGE,
    "second_factor.removal_approved": CHANGE,
    "second_factor.device_trusted": CHANGE,
    "second_factor.device_forgotten": CHANGE,
    "throttles.locked": FAILURE,
    "throttles.opened": CHANGE,
    "devices.new_device": SUCCESS,
    "devices.session_ended": CHANGE,
    "devices.sessions_ended": CHANGE,
    "passwords.found_leaked": FAILURE,
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One event: its sentence, `kind` ok, bad or info, and the device in words where it was noted.

    `is_by_office`: somebody of the office did it, so the address is none of the person's.
    """

    entry: AuditEntry
    sentence: str | Promise
    kind: str
    browser: str
    is_by_office: bool


def history_of(*, user: Any, before: int | None = None) -> tuple[list[HistoryLine], int | None]:
    """One page of events about the sign-in of `user`, newest first.

    Parameters:
        before: show what is older than the entry with this id.

    Returns the lines and where the next page begins, None at the end.
    """
    entries = AuditEntry.objects.filter(object_type="user", object_id=str(user.pk), action__in=list(SHOWN))
    page = row_page(entries, before=before)
    return [_line(entry) for entry in page.rows], page.older


def _line(entry: AuditEntry) -> HistoryLine:
    browser = entry.details.get("browser", "")
    return HistoryLine(
        entry=entry,
        sentence=registered()[entry.action],
        kind=SHOWN[entry.action],
        browser=browser_in_words(browser) if browser else "",
        is_by_office=entry.actor_role in OFFICE and entry.actor_id != entry.object_id,
    )
