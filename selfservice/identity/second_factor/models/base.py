"""What both kinds of device share: growing delay after wrong codes, with an end."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_otp.models import Device, ThrottlingMixin, TimestampMixin

# 1, 2, 4 ... seconds after each wrong code, then one try an hour: months of guessing stay hopeless,
# and nobody who knows the password can lock its owner out for years.
LONGEST_DELAY = timedelta(hours=1)


class ThrottledDevice(TimestampMixin, ThrottlingMixin, Device):
    """A device of django-otp with the same delays for all kinds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True

    def get_throttle_factor(self) -> int:
        """Seconds of delay after the first wrong code."""
        return 1

    def verify_is_allowed(self) -> tuple[bool, dict[str, object] | None]:
        """May a code be tried now? As django-otp answers, but an hour after the last at the latest."""
        allowed, why = super().verify_is_allowed()
        if allowed or timezone.now() >= self._latest_end():
            return True, None
        return False, {**why, "locked_until": min(why["locked_until"], self._latest_end())}

    @property
    def locked_until(self) -> datetime | None:
        """When the next code may be tried; None when at once."""
        allowed, why = self.verify_is_allowed()
        return None if allowed or why is None else why["locked_until"]  # type: ignore[return-value]

    def _latest_end(self) -> datetime:
        last: datetime = self.throttling_failure_timestamp
        return last + LONGEST_DELAY
