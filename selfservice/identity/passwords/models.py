"""Passwords that nobody could compare with leaks when they were set."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PasswordRecheck(models.Model):
    """The password of this user is still to be checked, or was found in a leak and must be changed."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(_("postponed"))
    leaked_at = models.DateTimeField(_("found in a leak"), null=True, blank=True)

    class Meta:
        verbose_name = _("password check to make up for")
        verbose_name_plural = _("password checks to make up for")

    def __str__(self) -> str:
        return f"{self.user_id}: {'leaked' if self.leaked_at else 'to be checked'}"
