"""Requests to change contact data that the billing system keeps.

The portal keeps only what the customer asked for, never the value before; that one is read from the
exchange whenever somebody looks. `wanted` is emptied `DATA_CHANGES_KEEP_DAYS` after the end.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selfservice.access.data_changes.field_sets import FieldSet


class ChangeState(models.TextChoices):
    """Closed list of states; the last four are final."""

    PENDING = "pending", _("waiting for the office")
    APPROVED = "approved", _("approved, on its way to the billing system")
    DONE = "done", _("changed")
    REJECTED = "rejected", _("rejected by the office")
    REFUSED = "refused", _("refused by the billing system")
    TAKEN_BACK = "taken_back", _("taken back")


OPEN_STATES = (ChangeState.PENDING, ChangeState.APPROVED)
FINAL_STATES = tuple(state for state in ChangeState if state not in OPEN_STATES)


class DataChange(models.Model):
    """One request: the new values of a set of fields, and what became of it.

    Parameters:
        wanted: name of a field -> new value, only fields that were to change; `{}` once forgotten.
        seq: line of the outgoing journal that carries the approved change.
    """

    account_no = models.CharField(_("customer account"), max_length=64)
    field_set = models.CharField(_("what"), max_length=8, choices=FieldSet.choices)
    wanted: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(_("new values"), default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=ChangeState.choices, default=ChangeState.PENDING
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="data_changes"
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    seq = models.PositiveBigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("request to change data")
        verbose_name_plural = _("requests to change data")
        constraints = [
            models.UniqueConstraint(
                fields=["account_no", "field_set"],
                condition=Q(state__in=OPEN_STATES),
                name="data_changes_one_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ChangeState.values), name="data_changes_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ChangeState.REJECTED, ChangeState.REFUSED]) | ~Q(reason=""),
                name="data_changes_no_without_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, ended_at__isnull=True)
                | Q(state__in=FINAL_STATES, ended_at__isnull=False),
                name="data_changes_end_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["account_no", "-id"], name="data_changes_by_account"),
            models.Index(fields=["state", "id"], name="data_changes_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.account_no} {self.field_set} {self.state}"

    @property
    def is_open(self) -> bool:
        """Is something still to happen?"""
        return self.state in OPEN_STATES
