"""What was said in a ticket. What customers read and what the office notes are kept in two tables."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from selfservice.tickets.models.tickets import Ticket, TicketState


class Side(models.TextChoices):
    """Who speaks."""

    CUSTOMER = "customer", _("customer")
    OFFICE = "office", _("office")


class EntryKind(models.TextChoices):
    """A message, what a clerk wrote down of a conversation, or a change that the customer is told of."""

    MESSAGE = "message", _("message")
    WRITTEN_DOWN = "written", _("written down")
    STATE = "state", _("change of state")
    MERGED = "merged", _("tickets joined")


class Entry(models.Model):
    """A part of the thread that both sides read. `version` is the one it gave to the ticket."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="entries")
    request_key = models.CharField(max_length=64, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=EntryKind.choices, default=EntryKind.MESSAGE)
    side = models.CharField(max_length=8, choices=Side.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=TicketState.choices, blank=True)
    at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=Side.values), name="ticket_entry_side_known"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="ticket_entry_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} of {self.ticket_id}"

    @property
    def is_ours(self) -> bool:
        """Did the office say it?"""
        return self.side == Side.OFFICE


class Note(models.Model):
    """What only the office reads: notes, assignments. No page, mail or API of customers asks this table."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="notes")
    request_key = models.CharField(max_length=64, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField()
    at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"note {self.pk} on {self.ticket_id}"


class Attachment(models.Model):
    """A photo or file, kept in the private store under an opaque key."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="attachments")
    key = models.CharField(max_length=240, unique=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
