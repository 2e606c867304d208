"""An authenticator app: six digits that change every half minute (RFC 6238)."""

from __future__ import annotations

import time
from base64 import b32encode
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_otp.oath import TOTP

from selfservice.identity.sealing import FACTOR, reseal, seal, unseal
from selfservice.identity.second_factor.models.base import ThrottledDevice

STEP_SECONDS = 30
# Clocks of phones are off by some seconds; one step before and after is taken.
TOLERANCE_STEPS = 1


class Authenticator(ThrottledDevice):
    """The app of one user, whose secret is kept sealed. A code works once."""

    sealed_secret = models.TextField(_("sealed secret"))
    # RFC 6238 §5.2: the time step of the last code taken; only later ones are taken after it.
    last_step = models.BigIntegerField(default=-1)

    class Meta:
        verbose_name = _("authenticator app")
        verbose_name_plural = _("authenticator apps")
        constraints = [
            models.UniqueConstraint(fields=["user"], name="second_factor_one_authenticator"),
        ]

    @property
    def secret(self) -> bytes:
        """The secret shared with the app (20 bytes)."""
        return unseal(self.sealed_secret, purpose=FACTOR)

    def keep(self, secret: bytes) -> None:
        """Set the secret, sealed; the caller saves."""
        self.sealed_secret = seal(secret, purpose=FACTOR)

    def verify_token(self, token: str) -> bool:
        """Take a code of six digits. A wrong one, or one taken before, delays the next try."""
        allowed, _why = self.verify_is_allowed()
        if not allowed:
            return False
        step = step_of(token, secret=self.secret, after=self.last_step)
        if step is None:
            self.throttle_increment()
            return False
        self.last_step = step
        self.sealed_secret = reseal(self.sealed_secret, purpose=FACTOR)
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True


def step_of(token: str, *, secret: bytes, after: int = -1) -> int | None:
    """The time step of a code, now or one around; None for a wrong one or one not later than `after`."""
    if not (token.isascii() and token.isdigit()):
        return None
    clock = TOTP(secret, step=STEP_SECONDS)
    clock.time = time.time()
    right = clock.verify(int(token), tolerance=TOLERANCE_STEPS, min_t=after + 1)
    return int(clock.t()) if right else None


def setup_link(*, secret: bytes, email: str) -> str:
    """What the QR code says: `otpauth://totp/...`, understood by every authenticator app."""
    issuer: str = settings.SECOND_FACTOR_ISSUER
    facts = {"secret": typed_form(secret).replace(" ", ""), "issuer": issuer}
    return f"otpauth://totp/{quote(f'{issuer}:{email}')}?{urlencode(facts, quote_via=quote)}"


def typed_form(secret: bytes) -> str:
    """The secret for typing: base32 in groups of four."""
    text = b32encode(secret).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
