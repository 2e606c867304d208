"""Codes from paper that have been used."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class UsedCode(models.Model):
    """The hash of a paper code that has opened an account once; it opens nothing again.

    The hash is the billing system's own, so a new code on new paper works, whatever became of the old one.
    """

    account_no = models.CharField(max_length=64)
    digest = models.CharField(max_length=128)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_no", "digest"], name="linking_code_once")]

    def __str__(self) -> str:
        return f"{self.account_no} {self.used_at:%Y-%m-%d %H:%M}"
