"""Acts on tickets. One function an act; each is a transaction with its event and its mail."""

from selfservice.tickets.services.answering import answer, note, write
from selfservice.tickets.services.creating import Guest, Place, create, taken
from selfservice.tickets.services.handling import assign, change_state, reopen
from selfservice.tickets.services.joining import claim_guest_tickets, join_account, join_only_account
from selfservice.tickets.services.merging import merge
from selfservice.tickets.services.outages import announce_ends, await_end
from selfservice.tickets.services.rating import SCALE, rate

__all__ = [
    "SCALE",
    "Guest",
    "Place",
    "announce_ends",
    "answer",
    "assign",
    "await_end",
    "change_state",
    "claim_guest_tickets",
    "create",
    "join_account",
    "join_only_account",
    "merge",
    "note",
    "rate",
    "reopen",
    "taken",
    "write",
]
