"""One case of somebody: a customer of ours, or a guest."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from selfservice.tickets.models.categories import Category
from selfservice.tickets.querysets import TicketQuerySet


class TicketState(models.TextChoices):
    """Closed list of states, in words for the customer."""

    NEW = "new", _("received")
    OPEN = "open", _("in progress")
    WAITING = "waiting", _("waiting for you")
    DONE = "done", _("finished")
    MERGED = "merged", _("joined with another ticket")


OPEN_STATES = (TicketState.NEW, TicketState.OPEN, TicketState.WAITING)


class Channel(models.TextChoices):
    """How the ticket reached the office."""

    PORTAL = "portal", _("customer zone")
    GUEST = "guest", _("form without signing in")
    PAGE = "page", _("form on a page of the site")
    PHONE = "phone", _("telephone")
    DESK = "desk", _("at the desk")


class Ticket(models.Model):
    """A case. `version` grows with every change: whoever acts says which version he has seen.

    What a guest tells of himself stands in `guest_*`; of customers only the account number is kept.
    `answers` is a copy of the category's questions as they stood, with what was answered.
    `account_unverified`: a clerk typed the account's number while the billing system could not be asked.
    """

    signature = models.CharField(_("number"), max_length=16, unique=True)
    request_key = models.CharField(max_length=64, unique=True, editable=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="tickets")
    category_version = models.PositiveIntegerField(default=1)
    subject = models.CharField(_("subject"), max_length=120)
    answers: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    account_no = models.CharField(_("customer account"), max_length=64, blank=True)
    account_unverified = models.BooleanField(default=False)
    point_no = models.CharField(max_length=64, blank=True)
    place = models.CharField(_("where it is"), max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="tickets"
    )
    guest_name = models.CharField(max_length=120, blank=True)
    guest_email = models.EmailField(blank=True)
    guest_phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default="pl")
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.PORTAL)
    state = models.CharField(max_length=8, choices=TicketState.choices, default=TicketState.NEW)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("answer due"), null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[TicketQuerySet] = TicketQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TicketState.values), name="ticket_state_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="ticket_channel_known"),
            models.CheckConstraint(
                condition=Q(state=TicketState.MERGED, merged_into__isnull=False)
                | (~Q(state=TicketState.MERGED) & Q(merged_into__isnull=True)),
                name="ticket_merged_names_other",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__gte=1, rating__lte=5),
                name="ticket_rating_one_to_five",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="ticket_pin_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["account_no", "-id"], name="ticket_of_account"),
            models.Index(fields=["user", "-id"], name="ticket_of_user"),
            models.Index(fields=["guest_email"], name="ticket_of_guest"),
            models.Index(fields=["assignee", "-id"], name="ticket_of_assignee"),
            models.Index(fields=["state", "due_on"], name="ticket_by_deadline"),
        ]

    def __str__(self) -> str:
        return self.signature

    @property
    def is_open(self) -> bool:
        """Is there still something to do?"""
        return self.state in OPEN_STATES

    def is_overdue(self, *, on: date) -> bool:
        """Has the deadline of the law passed without an end?"""
        return self.is_open and self.due_on is not None and self.due_on < on

    def may_be_reopened(self, *, at: datetime) -> bool:
        """Is it finished, and not for too long (`TICKET_REOPEN_DAYS`)?"""
        if self.state != TicketState.DONE or self.done_at is None:
            return False
        return at <= self.done_at + timedelta(days=settings.TICKET_REOPEN_DAYS)
