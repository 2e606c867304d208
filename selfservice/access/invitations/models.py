"""Invitations of helpers to customer accounts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selfservice.access.invitations.tokens import token_for
from selfservice.access.models import AccessLevel


class InvitationState(models.TextChoices):
    """Where an invitation stands; one that was never answered stays pending and runs out."""

    PENDING = "pending", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Questions on invitations."""

    def open(self, *, at: datetime) -> InvitationQuerySet:
        """Those that can be answered at the instant `at`."""
        return self.filter(state=InvitationState.PENDING, expires_at__gt=at)


class Invitation(models.Model):
    """An owner offers access to his accounts to whoever reads the mail of one address.

    Parameters:
        email: in small letters; only a sign-in with this confirmed address can accept.
        access_until: when the access that is offered ends; expires_at: when the offer does.
        token_digest: SHA-256 of the token in the link; the token itself stands in the letter alone.
        form_key: unique text of the form it was sent by, so that a double click invites once.
    """

    email = models.EmailField(_("e-mail address"))
    level = models.CharField(_("level"), max_length=6, choices=AccessLevel.choices)
    purpose = models.CharField(_("purpose"), max_length=200)
    access_until = models.DateTimeField(_("access until"))
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form_key = models.CharField(max_length=40)
    token_digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState.choices, default=InvitationState.PENDING
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("can be answered until"))
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(fields=["invited_by", "form_key"], name="invitations_one_a_form"),
            models.CheckConstraint(
                condition=Q(state__in=InvitationState.values), name="invitations_state_known"
            ),
            models.CheckConstraint(condition=Q(level__in=AccessLevel.values), name="invitations_level_known"),
            models.CheckConstraint(
                condition=Q(access_until__gt=F("created_at")), name="invitations_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state="pending", answered_at=None)
                | Q(~Q(state="pending"), answered_at__isnull=False),
                name="invitations_answered_when_not_pending",
            ),
        ]
        indexes = [models.Index(fields=["email", "state"], name="invitations_by_email")]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def last_day(self) -> date:
        """The last day of the access that is offered, in Polish time."""
        return timezone.localdate(self.access_until - timedelta(microseconds=1))

    @property
    def token(self) -> str:
        """The secret of its link, for the letter and for a reader whose confirmed address it is."""
        return token_for(inviter_id=self.invited_by_id, form_key=self.form_key, digest=self.token_digest)


class InvitedAccount(models.Model):
    """One of the accounts that an invitation offers."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="accounts")
    account_no = models.CharField(_("customer account"), max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "account_no"], name="invitations_account_once")
        ]
        indexes = [models.Index(fields=["account_no"], name="invitations_by_account")]

    def __str__(self) -> str:
        return self.account_no
