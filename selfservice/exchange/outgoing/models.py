"""The outgoing journal: one gap-free sequence of what the portal tells the billing system.

Lines are never removed, and only state, reason and instants of a line change (triggers:
`ebok.audit.protection`). The payload may be emptied once the line is answered and nobody needs it.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selfservice.exchange.outgoing.kinds import ANSWERS, Kind, State


class Counter(models.Model):
    """The one row that holds the last number; whoever appends locks it until his transaction ends."""

    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="outgoing_one_counter")]

    def __str__(self) -> str:
        return str(self.last)


class Entry(models.Model):
    """One line: what happened (`kind`) on which customer account, as `payload`."""

    seq = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("time"), default=timezone.now)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    account_no = models.CharField(_("customer account"), max_length=64, blank=True)
    payload: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(_("content"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    delivered_at = models.DateTimeField(_("fetched"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        ordering = ["seq"]
        verbose_name = _("line of the outgoing journal")
        verbose_name_plural = _("lines of the outgoing journal")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="outgoing_kind_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="outgoing_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=ANSWERS, answered_at__isnull=False)
                | (~Q(state__in=ANSWERS) & Q(answered_at__isnull=True)),
                name="outgoing_answers_have_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "seq"], name="outgoing_by_state"),
            models.Index(fields=["account_no", "seq"], name="outgoing_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.state}"


class SupplierToken(models.Model):
    """A token of the billing system; only its hash is kept."""

    name = models.CharField(_("name"), max_length=80)
    scope = models.CharField(_("scope"), max_length=20, default="exchange")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(revoked_at__isnull=True), name="outgoing_token_name"
            )
        ]

    def __str__(self) -> str:
        return self.name
