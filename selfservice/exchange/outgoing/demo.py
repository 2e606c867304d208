"""The billing system of a demonstration: it answers the journal a little later, as a real one would."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from selfservice.exchange.outgoing.kinds import OPEN_STATES, Kind, State
from selfservice.exchange.outgoing.models import Entry
from selfservice.exchange.outgoing.services import answer, hand_out

MOST_AT_ONCE = 200
PATIENCE = timedelta(seconds=20)
REFUSED_ENDING = "999"  # a reading that ends so is refused, to show what a refusal looks like
REFUSAL = "Odczyt nie pasuje do poprzednich, prosimy sprawdzić stan licznika."


def answer_as_demo() -> int:
    """Fetch and answer open lines that are older than `PATIENCE`; returns how many."""
    old_enough = timezone.now() - PATIENCE
    waiting = Entry.objects.filter(state__in=OPEN_STATES, at__lte=old_enough).order_by("seq")
    seqs = list(waiting.values_list("seq", flat=True)[:MOST_AT_ONCE])
    for seq in seqs:
        entry = hand_out(after=seq - 1, limit=1)[0]
        refused = _is_refused(entry)
        answer(
            seq=seq,
            state=State.REJECTED if refused else State.ACCEPTED,
            reason=REFUSAL if refused else "",
        )
    return len(seqs)


def _is_refused(entry: Entry) -> bool:
    value = str(entry.payload.get("value", "")).partition(".")[0]
    return entry.kind == Kind.READING_SUBMITTED and value.endswith(REFUSED_ENDING)
