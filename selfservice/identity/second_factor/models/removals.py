"""Removing a lost factor by the office: one clerk asks, another one approves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RemovalState(models.TextChoices):
    """Where a request stands."""

    ASKED = "asked", _("waiting for approval")
    APPROVED = "approved", _("approved, factor removed")
    REFUSED = "refused", _("refused")
    EXPIRED = "expired", _("waited too long")


class FactorRemovalRequest(models.Model):
    """A clerk saw the person's papers and asks a colleague to remove the second factor."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    reason = models.CharField(_("how the person was recognised"), max_length=500)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=RemovalState.choices, default=RemovalState.ASKED
    )

    class Meta:
        verbose_name = _("request to remove a second factor")
        verbose_name_plural = _("requests to remove a second factor")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(state="asked"), name="second_factor_one_open_removal"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="second_factor_two_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(asked_by=models.F("user")), name="second_factor_not_for_oneself"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["asked", "expired"], decided_at__isnull=True, decided_by__isnull=True
                )
                | models.Q(
                    state__in=["approved", "refused"], decided_at__isnull=False, decided_by__isnull=False
                ),
                name="second_factor_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.state}"
