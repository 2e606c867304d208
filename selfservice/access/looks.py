"""Who looked at a customer account: what the event log holds on it, fit for the eyes of its owner."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ebok.audit.models import AuditEntry
from ebok.audit.services import record
from selfservice.access.models import AccountAccess
from selfservice.access.reasons import STAFF, reason_in_words
from selfservice.identity.roles import Role, role_of

PAGE_SIZE = 25
OPENED = "ebok_opened_accounts"
MOST_REMEMBERED = 100
A_DAY = 86_400
# Chosen one by one. A new event of an account is shown to its owner only after somebody has decided so:
# the log also holds what is the office's own affair, such as strangers' tries at the account's number.
# `linking.at_desk` is left out, because `access.account_linked` tells the same with the same reason.
LOOKS: dict[str, str | Promise] = {
    "access.account_opened": _("Looked at the account"),
    "access.account_fetched": _("Fetched data of the account by a program"),
    "access.account_linked": _("Access to the account was given"),
    "access.account_unlinked": _("Access to the account was ended"),
    "access.holder_told": _("Wrote a letter to the holder about an access"),
    "access.terms_changed": _("Changed the terms of an access"),
    "invitations.sent": _("Invited somebody to the account"),
    "invitations.accepted": _("Accepted an invitation to the account"),
    "invitations.withdrawn": _("Withdrew an invitation to the account"),
    "feeds.link_made": _("Made a secret link to a calendar of the account"),
    "consents.given": _("Gave a consent, or wrote one down"),
    "consents.withdrawn": _("Took a consent back, or wrote that down"),
    "data_changes.asked": _("Asked to change contact data of the account"),
    "data_changes.taken_back": _("Took back a request to change contact data"),
    "data_changes.approved": _("Approved a change of contact data"),
    "data_changes.rejected": _("Rejected a change of contact data"),
    "data_changes.answered": _("The billing system answered a change of contact data"),
    "documents.downloaded": _("Downloaded a file"),
    "prepared.requested": _("Asked for a package of files"),
    "prepared.downloaded": _("Downloaded a package of files"),
    "staff.personal_page_read": _("Opened a page with data of the account"),
    "staff.event_log_read": _("Looked up events of the account"),
    "tickets.queue_read": _("Looked for tickets of the account"),
    "tickets.read": _("Read a ticket"),
    "tickets.file_read": _("Downloaded a file of a ticket"),
    "tickets.answered": _("Answered a ticket"),
    "metering.photo_read": _("Looked at the photo of a meter"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """One event: what was done and by whom.

    Parameters:
        who: "you", "owner", "delegate", "former", "staff" or "system".
        email: of a person with access, else "".
        position: of somebody of the office ("clerk"): names of staff are not shown.
        reason: why somebody of the office did it.
    """

    entry: AuditEntry
    sentence: str | Promise
    who: str
    email: str = ""
    position: str | Promise = ""
    reason: str = ""


def note_opened(*, request: HttpRequest, access: AccountAccess) -> None:
    """Record that somebody opened the account, once a session."""
    opened: list[str] = request.session.get(OPENED, [])
    if access.account_no in opened:
        return
    request.session[OPENED] = [*opened, access.account_no][-MOST_REMEMBERED:]
    _note("access.account_opened", request, access)


def note_fetched(*, request: HttpRequest, access: AccountAccess) -> None:
    """Record that a program with somebody's token read the account, once a day (in Polish time).

    The shared cache remembers the day; one that forgets costs a second entry.
    """
    key = f"looks:fetched:{access.pk}:{timezone.localdate():%Y%m%d}"
    if cache.add(key, True, timeout=A_DAY):
        _note("access.account_fetched", request, access)


def _note(action: str, request: HttpRequest, access: AccountAccess) -> None:
    record(
        action=action,
        actor=request.user,
        actor_role=role_of(request.user),
        object_type="account",
        account_no=access.account_no,
        details={"as": access.role, "level": access.level},
    )


def looks_at(
    *, access: AccountAccess, before: int | None = None, size: int = PAGE_SIZE
) -> tuple[list[Look], int | None]:
    """One page of events on the account of `access`, newest first, in three queries at most.

    Parameters:
        before: show what is older than the entry with this id.

    Returns the lines and where the next page begins, None at the end.
    """
    entries = AuditEntry.objects.filter(account_no=access.account_no, action__in=list(LOOKS))
    if before is not None:
        entries = entries.filter(id__lt=before)
    found = list(entries.order_by("-id")[: size + 1])
    shown = found[:size]
    people = _people(access.account_no)
    looks = [_look(entry, reader_id=access.user_id, people=people) for entry in shown]
    return looks, (shown[-1].pk if len(found) > size else None)


def _people(account_no: str) -> dict[str, tuple[str, str]]:
    """Id -> (role, e-mail) of everybody who has or had access to the account."""
    rows = AccountAccess.objects.filter(account_no=account_no).order_by("created_at")
    return {
        str(user_id): (role, email)
        for user_id, role, email in rows.values_list("user_id", "role", "user__email")
    }


def _look(entry: AuditEntry, *, reader_id: int, people: dict[str, tuple[str, str]]) -> Look:
    sentence = LOOKS[entry.action]
    if entry.actor_id == str(reader_id):
        return Look(entry, sentence, who="you")
    if entry.actor_role in STAFF:
        position, reason = Role(entry.actor_role).label, reason_in_words(entry)
        return Look(entry, sentence, who="staff", position=position, reason=reason)
    if entry.actor_id in people:
        role, email = people[entry.actor_id]
        return Look(entry, sentence, who=role, email=email)
    return Look(entry, sentence, who="former" if entry.actor_id else "system")
