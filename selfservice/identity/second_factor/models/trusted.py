"""Browsers whose owner asked not to be asked for a code for some weeks. Each can be taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from selfservice.identity.browsers import browser_in_words


class TrustedDevice(models.Model):
    """One browser. Its cookie holds a random secret; here stands only the hash of it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trusted_devices"
    )
    digest = models.CharField(max_length=64, unique=True)
    browser = models.CharField(_("browser"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("trusted since"))
    expires_at = models.DateTimeField(_("trusted until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("trusted browser")
        verbose_name_plural = _("trusted browsers")
        indexes = [models.Index(fields=["user", "revoked_at"], name="second_factor_trusted_of")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="second_factor_trust_ends"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.browser}"

    @property
    def in_words(self) -> str:
        """Browser and system, for the list that its owner sees."""
        return browser_in_words(self.browser)
