"""Taking a code: from the app or from the sheet of recovery codes, told apart by their form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction

from ebok.core.alarms import raise_alarm
from selfservice.identity import letters
from selfservice.identity.events import record_own
from selfservice.identity.sealing import CannotOpen
from selfservice.identity.second_factor import failures
from selfservice.identity.second_factor.errors import TooSoon, WrongCode
from selfservice.identity.second_factor.models import Authenticator, RecoveryCodes
from selfservice.identity.second_factor.models.base import ThrottledDevice

log = structlog.get_logger(__name__)

APP_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Verified:
    """A code was right.

    Parameters:
        device: the device that proved it, as django-otp wants it for the session.
        codes_left: unspent recovery codes, when one of them was used; None after a code of the app.
    """

    device: ThrottledDevice
    codes_left: int | None = None


def verify(*, user: Any, code: str) -> Verified:
    """Check a code and spend it.

    Only the device that the form of the code belongs to is asked: a right code of the app must not
    count as a wrong recovery code.

    Raises:
        WrongCode: wrong, used before, or there is no such device.
        TooSoon: wrong codes came too fast one after another.
    """
    typed = "".join(code.split())
    is_app = len(typed) == APP_DIGITS and typed.isascii() and typed.isdigit()
    model = Authenticator if is_app else RecoveryCodes
    # The outcome leaves the transaction as a value: an exception would undo the count of failures.
    device, locked_until, right = _try(model, user=user, code=typed)
    if device is None:
        raise WrongCode
    if locked_until is not None:
        raise TooSoon(locked_until)
    if not right:
        failures.note(device)
        raise WrongCode
    if isinstance(device, RecoveryCodes):
        return Verified(device, codes_left=_note_spent_code(device))
    return Verified(device)


def _try(model: type[ThrottledDevice], *, user: Any, code: str) -> tuple[Any, Any, bool]:
    with transaction.atomic():
        device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
        if device is None or device.locked_until is not None:
            return device, device and device.locked_until, False
        try:
            return device, None, bool(device.verify_token(code))
        except CannotOpen:
            raise_alarm(code="second_factor.sealed_with_lost_key", key=str(user.pk))
            return device, None, False


def _note_spent_code(sheet: RecoveryCodes) -> int:
    left = sheet.left
    record_own("second_factor.recovery_code_used", sheet.user, left=left)
    key = f"{sheet.pk}:{left}"
    letters.post(letter="second_factor.recovery_code_used", user_id=sheet.user_id, key=key)
    return left
