"""Recovery codes: ten, each good once, for the day the phone is lost. Only their hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selfservice.identity.second_factor.models.base import ThrottledDevice

CODES = 10
# Crockford's letters: none of I, L, O, U, which are misread. 12 of 32 give 60 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


class RecoveryCodes(ThrottledDevice):
    """The sheet of codes of one user."""

    # One salt a sheet, so that a try costs one slow hash and not ten.
    salt = models.BinaryField(max_length=16)

    class Meta:
        verbose_name = _("sheet of recovery codes")
        verbose_name_plural = _("sheets of recovery codes")
        constraints = [
            models.UniqueConstraint(fields=["user"], name="second_factor_one_sheet"),
        ]

    def verify_token(self, token: str) -> bool:
        """Take a code and spend it. A wrong or spent one delays the next try."""
        allowed, _why = self.verify_is_allowed()
        if not allowed:
            return False
        fresh = self.codes.filter(digest=digest(token, salt=bytes(self.salt)), used_at=None)
        if not fresh.update(used_at=timezone.now()):
            self.throttle_increment()
            return False
        self.throttle_reset(commit=False)
        self.set_last_used_timestamp(commit=False)
        self.save()
        return True

    @property
    def left(self) -> int:
        """How many codes are still unspent."""
        return int(self.codes.filter(used_at=None).count())


class RecoveryCode(models.Model):
    """The hash of one code."""

    sheet = models.ForeignKey(RecoveryCodes, on_delete=models.CASCADE, related_name="codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "digest"], name="second_factor_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {'used' if self.used_at else 'unused'}"


@transaction.atomic
def new_sheet(*, user: Any) -> list[str]:
    """Replace a user's recovery codes; the new ones are returned here and can never be read again."""
    RecoveryCodes.objects.filter(user=user).delete()
    sheet = RecoveryCodes.objects.create(user=user, name="recovery", salt=secrets.token_bytes(16))
    codes = ["".join(secrets.choice(ALPHABET) for _letter in range(LENGTH)) for _code in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(sheet=sheet, digest=digest(code, salt=sheet.salt)) for code in codes
    )
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


def digest(code: str, *, salt: bytes) -> str:
    """Slow hash of a code as typed: capitals, blanks, dashes and misread letters do not matter."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum()).translate(MISREAD)
    return hashlib.scrypt(
        letters.encode(), salt=salt, n=settings.RECOVERY_CODE_COST, r=8, p=1, dklen=32
    ).hex()
