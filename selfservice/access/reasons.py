"""Why somebody of the office looked at a customer account, in words for its owner.

The event log holds a code (`details["why"]`), and beside it what a person typed; so each reader gets the
words in his own language. Where the page itself says why, as a ticket does, the thing looked at is the code.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ebok.audit.models import AuditEntry
from selfservice.identity.roles import OFFICE_ROLES

STAFF = frozenset(role.value for role in OFFICE_ROLES)
OTHER = "other"
# What a clerk chooses from when he opens an account by himself.
ASKED: dict[str, str | Promise] = {
    "call": _("The customer called or wrote"),
    "visit": _("The customer came to the office"),
    "billing": _("A matter of an invoice or a payment"),
    "contract": _("A matter of the contract"),
    "access_check": _("A check of who has access"),
    OTHER: _("Another reason"),
}
# What follows from the page.
NOTED: dict[str, str | Promise] = {
    "desk_link": _("Linking the account at the desk"),
    "event_log": _("A check of the event log"),
    "ticket_search": _("Looking for a ticket"),
    "ticket": _("Handling of ticket %(number)s"),
    "reading_submission": _("A check of meter reading %(number)s"),
    "data_change": _("A check of a change of contact data"),
    "outgoing_journal": _("A check of what went to the billing system"),
}
WORDS = ASKED | NOTED


def reason_in_words(entry: AuditEntry) -> str:
    """The reason of somebody of the office, in the language of the reader; "" when none was noted."""
    if entry.actor_role not in STAFF:
        return entry.reason
    words = WORDS.get(entry.details.get("why") or entry.object_type)
    known = str(words) % {"number": entry.object_id} if words else ""
    return ": ".join(part for part in (known, entry.reason) if part)
