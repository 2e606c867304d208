"""Writing to the outgoing journal, handing it out, and taking answers."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from ebok.audit.services import record
from selfservice.exchange.outgoing.errors import AlreadyAnswered, BadAnswer, UnknownKind, UnknownLine
from selfservice.exchange.outgoing.kinds import ANSWERS, Kind, State
from selfservice.exchange.outgoing.models import Counter, Entry
from selfservice.exchange.outgoing.signals import acknowledged

MOST_LINES = 1000


def append(*, kind: str, account_no: str, payload: dict[str, object]) -> Entry:
    """Write one line in the caller's transaction; its number follows the last without a gap.

    The row of the counter stays locked until the caller's transaction ends, so numbers appear in
    their order and a rolled-back one is used again. Keep such transactions short.

    Parameters:
        kind: one of `kinds.Kind`.
        account_no: number of the customer account, or "" where there is none.
        payload: what the billing system needs, in JSON's types; decimals and days as text.

    Raises:
        UnknownKind: the contract does not know the kind.
        TransactionManagementError: the caller holds no transaction.
    """
    if kind not in Kind.values:
        raise UnknownKind(f"The outgoing journal knows no kind {kind!r}.")
    return Entry.objects.create(seq=_next_number(), kind=kind, account_no=account_no, payload=payload)


def _next_number() -> int:
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("append() belongs into the transaction of its cause.")
    while not Counter.objects.filter(pk=1).update(last=F("last") + 1):
        Counter.objects.get_or_create(pk=1)
    return Counter.objects.values_list("last", flat=True).get(pk=1)


@transaction.atomic
def hand_out(*, after: int, limit: int = MOST_LINES) -> list[Entry]:
    """The lines after number `after`, oldest first; those never fetched before are noted as delivered.

    Parameters:
        after: number of the last line that the billing system has; 0 for all.
        limit: most lines, at most `MOST_LINES`.
    """
    entries = list(Entry.objects.filter(seq__gt=after).order_by("seq")[: min(limit, MOST_LINES)])
    now = timezone.now()
    fresh = [entry.seq for entry in entries if entry.state == State.NEW]
    if fresh:
        Entry.objects.filter(seq__in=fresh, state=State.NEW).update(state=State.DELIVERED, delivered_at=now)
    for entry in entries:
        if entry.state == State.NEW:
            entry.state, entry.delivered_at = State.DELIVERED, now
    return entries


@transaction.atomic
def answer(*, seq: int, state: str, reason: str = "") -> Entry:
    """Note the billing system's answer to one line; the same answer again changes nothing.

    Parameters:
        state: "accepted" or "rejected".
        reason: why it was rejected, in words that the customer may read.

    Raises:
        BadAnswer: another state, or a rejection without a reason.
        UnknownLine: no line has this number.
        AlreadyAnswered: the opposite was answered before.
    """
    # JSON can spell NUL and halves of letters, which no database keeps.
    reason = reason.replace("\0", " ").encode(errors="replace").decode()
    reason = " ".join(reason.split())[:500]
    if state not in ANSWERS or (state == State.REJECTED and not reason):
        raise BadAnswer("state must be accepted, or rejected with a reason")
    entry = Entry.objects.select_for_update().filter(seq=seq).first()
    if entry is None:
        raise UnknownLine(f"there is no line {seq}")
    if entry.state in ANSWERS:
        if entry.state != state:
            raise AlreadyAnswered(f"line {seq} was {entry.state} before")
        return entry
    entry.state, entry.answered_at = State(state), timezone.now()
    entry.reason = reason if state == State.REJECTED else ""
    entry.save(update_fields=["state", "reason", "answered_at"])
    record(
        action="outgoing.line_answered",
        actor_role="supplier",
        object_type="outgoing_line",
        object_id=str(seq),
        account_no=entry.account_no,
        reason=entry.reason,
        details={"state": state, "kind": entry.kind},
    )
    acknowledged.send(sender=Entry, entry=entry)
    return entry


def forget_content(*, seqs: list[int]) -> int:
    """Empty the content of answered lines that nobody needs any more; returns how many were emptied."""
    answered = Entry.objects.filter(seq__in=seqs, state__in=ANSWERS).exclude(payload={})
    return answered.update(payload={})
