"""Cases of customers: what they are about, what was said, what the office notes for itself."""

from selfservice.tickets.models.canned import CannedReply
from selfservice.tickets.models.categories import Category, CategoryField, CategoryKind, FieldKind
from selfservice.tickets.models.subscriptions import OutageSubscription
from selfservice.tickets.models.thread import Attachment, Entry, EntryKind, Note, Side
from selfservice.tickets.models.tickets import OPEN_STATES, Channel, Ticket, TicketState

__all__ = [
    "OPEN_STATES",
    "Attachment",
    "CannedReply",
    "Category",
    "CategoryField",
    "CategoryKind",
    "Channel",
    "Entry",
    "EntryKind",
    "FieldKind",
    "Note",
    "OutageSubscription",
    "Side",
    "Ticket",
    "TicketState",
]
