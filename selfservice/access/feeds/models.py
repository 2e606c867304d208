"""Secrets that open something without signing in: links to calendars, tokens for programs.

Only a hash is kept, so nobody who reads the database can use them. They grant nothing of their own:
each use asks anew what their user may see at that moment.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FeedKind(models.TextChoices):
    """What a secret link shows."""

    DUE_DATES = "due_dates", _("due dates of invoices")
    SCHEDULE = "schedule", _("service schedule")


class SecretQuerySet(models.QuerySet[Any]):
    """Questions on secrets."""

    def alive(self) -> SecretQuerySet:
        """Those that nobody has revoked and whose user still may sign in."""
        return self.filter(revoked_at__isnull=True, user__is_active=True)


class Secret(models.Model):
    """What both kinds have in common; `token_hash` is SHA-256 in hex of 256 random bits."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SecretQuerySet] = SecretQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True


class SecretLink(Secret):
    """A link to one calendar of one customer account, for one user; one of a kind at a time."""

    account_no = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=FeedKind.choices)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "account_no", "kind"],
                condition=Q(revoked_at__isnull=True),
                name="feeds_one_link_of_a_kind",
            ),
            models.CheckConstraint(condition=Q(kind__in=FeedKind.values), name="feeds_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.account_no}"


class ApiToken(Secret):
    """A personal token with which a program may read what its user may read."""

    name = models.CharField(_("what it is for"), max_length=60)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-created_at"], name="feeds_tokens_of_user")]

    def __str__(self) -> str:
        return self.name
