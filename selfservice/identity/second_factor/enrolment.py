"""Setting up, renewing and removing a factor by its owner."""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from ebok.audit.services import record
from selfservice.identity import letters
from selfservice.identity.events import record_own
from selfservice.identity.sealing import FACTOR, CannotOpen, seal, unseal
from selfservice.identity.second_factor import policy, trust
from selfservice.identity.second_factor.errors import SetupExpired, StillDemanded, WrongCode
from selfservice.identity.second_factor.models import Authenticator, RecoveryCodes
from selfservice.identity.second_factor.models.authenticator import setup_link, step_of, typed_form
from selfservice.identity.second_factor.models.recovery import new_sheet

SECRET_BYTES = 20
SETUP_SECONDS = 20 * 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """A secret offered for scanning. Nothing of it is stored: the form carries it sealed.

    Parameters:
        sealed: what the form sends back with the first code.
        link: content of the QR code.
        typed: the secret for typing by hand.
    """

    sealed: str
    link: str
    typed: str


def candidate(*, user: Any, sealed: str = "") -> Candidate:
    """A fresh candidate, or the one that `sealed` carries, if it is this user's and not too old."""
    try:
        secret = _secret_in(sealed, user=user) if sealed else secrets.token_bytes(SECRET_BYTES)
    except SetupExpired:
        secret, sealed = secrets.token_bytes(SECRET_BYTES), ""
    body = json.dumps({"user": user.pk, "secret": b64encode(secret).decode()}).encode()
    link = setup_link(secret=secret, email=user.email)
    return Candidate(sealed=sealed or seal(body, purpose=FACTOR), link=link, typed=typed_form(secret))


def set_up(*, user: Any, sealed: str, code: str) -> tuple[Authenticator, list[str]]:
    """Make the scanned secret the user's factor once its first code proves that the app has it.

    Replaces an older app and its recovery codes. Returns the device and ten new codes to show once.

    Raises:
        SetupExpired: the form is too old or somebody else's.
        WrongCode: the code is not of this secret.
    """
    secret = _secret_in(sealed, user=user)
    step = step_of("".join(code.split()), secret=secret)
    if step is None:
        raise WrongCode
    with transaction.atomic():
        device, codes = _store(user=user, secret=secret, step=step)
        _tell(user, "second_factor.set_up")
    return device, codes


@transaction.atomic
def enrol(*, user: Any, secret: bytes) -> Authenticator:
    """Give a user a factor with a known secret, without a first code (for people of the demonstration)."""
    device, _codes = _store(user=user, secret=secret, step=-1)
    record(action="second_factor.set_up", object_type="user", object_id=str(user.pk))
    return device


@transaction.atomic
def renew_codes(*, user: Any) -> list[str]:
    """Ten new recovery codes; the old ones are void."""
    _one_at_a_time(user)
    codes = new_sheet(user=user)
    _tell(user, "second_factor.codes_renewed")
    return codes


@transaction.atomic
def remove(*, user: Any) -> None:
    """Remove the factor; the caller has had it proved just now.

    Raises:
        StillDemanded: the user's position demands one.
    """
    if policy.is_demanded_of(user):
        raise StillDemanded
    forget_everything(user=user)
    _tell(user, "second_factor.removed")


def forget_everything(*, user: Any) -> None:
    """Delete app and recovery codes and take trust back from all browsers."""
    Authenticator.objects.filter(user=user).delete()
    RecoveryCodes.objects.filter(user=user).delete()
    trust.forget_all(user=user)


def _store(*, user: Any, secret: bytes, step: int) -> tuple[Authenticator, list[str]]:
    _one_at_a_time(user)
    forget_everything(user=user)
    device = Authenticator(user=user, name="authenticator", confirmed=True, last_step=step)
    device.keep(secret)
    device.save()
    return device, new_sheet(user=user)


def _one_at_a_time(user: Any) -> None:
    """Of a double click the second, whose answer the browser shows, makes the codes that hold."""
    get_user_model()._default_manager.select_for_update().get(pk=user.pk)


def _secret_in(sealed: str, *, user: Any) -> bytes:
    try:
        body = json.loads(unseal(sealed, purpose=FACTOR, longest=SETUP_SECONDS))
    except (CannotOpen, ValueError) as error:
        raise SetupExpired from error
    if body.get("user") != user.pk:
        raise SetupExpired
    return b64decode(body["secret"])


def _tell(user: Any, action: str) -> None:
    entry = record_own(action, user)
    letters.post(letter=action, user_id=user.pk, key=str(entry.pk))
