"""Who may see or act for which customer account."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selfservice.access.querysets import AccessQuerySet


class AccessRole(models.TextChoices):
    """The party of the contract, or somebody who helps."""

    OWNER = "owner", _("owner")
    DELEGATE = "delegate", _("delegate")


class AccessLevel(models.TextChoices):
    """What may be done; each level includes the ones before it."""

    VIEW = "view", _("may look")
    PAY = "pay", _("may look and pay")
    ACT = "act", _("may do everything")


LEVEL_ORDER: tuple[str, ...] = tuple(AccessLevel.values)


class AccountAccess(models.Model):
    """A user's access to one customer account, from a moment until it expires or is revoked.

    The account itself lives in the exchange; here stands only its number. Rows are never reused: a
    new grant is a new row, so the past stays readable.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="accesses")
    account_no = models.CharField(_("customer account"), max_length=64)
    role = models.CharField(_("role"), max_length=10, choices=AccessRole.choices)
    level = models.CharField(_("level"), max_length=6, choices=AccessLevel.choices)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    valid_from = models.DateTimeField(_("valid from"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[AccessQuerySet] = AccessQuerySet.as_manager()  # type: ignore[assignment]
    # Set by `AccessQuerySet.with_closing`: the account is closed and may only be looked at until then.
    read_only_until: datetime | None = None

    class Meta:
        verbose_name = _("account access")
        verbose_name_plural = _("account accesses")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "account_no"],
                condition=Q(revoked_at__isnull=True),
                name="access_one_unrevoked",
            ),
            models.CheckConstraint(condition=Q(role__in=AccessRole.values), name="access_role_known"),
            models.CheckConstraint(condition=Q(level__in=AccessLevel.values), name="access_level_known"),
            models.CheckConstraint(
                condition=~Q(role=AccessRole.OWNER) | Q(level=AccessLevel.ACT), name="access_owner_acts"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("valid_from")),
                name="access_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(account_no=""), name="access_account_named"),
        ]
        indexes = [models.Index(fields=["account_no"], name="access_by_account")]

    def __str__(self) -> str:
        return f"{self.role} ({self.level}) of {self.account_no}"

    def is_active(self, *, at: datetime) -> bool:
        """Does this access hold at the instant `at`?"""
        if self.revoked_at is not None and self.revoked_at <= at:
            return False
        return self.valid_from <= at and (self.expires_at is None or at < self.expires_at)

    def allows(self, level: str) -> bool:
        """Is `level` ("view", "pay", "act") included in this access? A closed account is only looked at."""
        if self.read_only_until is not None:
            return level == AccessLevel.VIEW
        return LEVEL_ORDER.index(level) <= LEVEL_ORDER.index(self.level)

    @property
    def last_day(self) -> date | None:
        """The last day, in Polish time, on which it holds; None for no end."""
        if self.expires_at is None:
            return None
        return timezone.localdate(self.expires_at - timedelta(microseconds=1))

    @property
    def is_delegated(self) -> bool:
        """Is somebody helping here, rather than the party of the contract?"""
        return self.role == AccessRole.DELEGATE


class ClosedAccount(models.Model):
    """A customer account whose contract has ended: it is looked at for a while, then access to it ends.

    `closed_on` is the day the billing system names, or the day on which we were told. A row is removed
    when the billing system opens the account again.
    """

    account_no = models.CharField(_("customer account"), max_length=64, unique=True)
    closed_on = models.DateField(_("closed on"))
    access_ends_at = models.DateTimeField(_("access ends"), db_index=True)

    class Meta:
        verbose_name = _("closed account")
        verbose_name_plural = _("closed accounts")

    def __str__(self) -> str:
        return f"{self.account_no} closed on {self.closed_on}"
