"""The lock of the sign-in: three functions around the check of a password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from ebok.audit.services import record
from ebok.core.addresses import client_address
from selfservice.identity import letters
from selfservice.identity.models import User
from selfservice.identity.throttles import counters, known_devices
from selfservice.identity.throttles.counters import Counted, MustWait
from selfservice.identity.throttles.errors import SignInHeld
from selfservice.identity.throttles.rules import SIGN_IN
from selfservice.identity.throttles.subjects import address_key, subject_of

PURPOSE = "sign-in"
# One address stands for a block of flats, an office or a town behind one proxy, so it is never closed:
# after failures for so many different people within an hour its browsers prove that they work for it.
SUSPICIOUS_SUBJECTS = 20
SUSPICIOUS_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try that was taken and whose outcome is awaited. `number` counts from 1."""

    counted: Counted
    number: int

    @property
    def is_known_device(self) -> bool:
        """Does it come from a browser in which this person has signed in before?"""
        return bool(self.counted.track)


def before_password_check(*, request: HttpRequest | None, login: str) -> Attempt:
    """Take a try for the address `login` before its password is looked at.

    Raises:
        SignInHeld: no try is left now; the same for addresses that nobody has.
    """
    subject = subject_of(login)
    track = known_devices.track_of(request, login=login)
    counted = Counted(purpose=PURPOSE, subject=subject, track=track)
    try:
        return Attempt(counted, number=counters.take(counted, rule=SIGN_IN))
    except MustWait as wait:
        raise SignInHeld(until=wait.until, locked=wait.locked) from wait


def after_failure(*, request: HttpRequest | None, attempt: Attempt, login: str) -> None:
    """The password was wrong. The try that brings the lock also brings a letter with the way out."""
    if request is not None:
        counters.note_failure_from(
            address=address_key(client_address(request)), subject=attempt.counted.subject
        )
    if attempt.number != SIGN_IN.locks_at:
        return
    user_id = User.objects.filter(email=login.strip().lower()).values_list("pk", flat=True).first()
    entry = record(
        action="throttles.locked", object_type="user", object_id="" if user_id is None else str(user_id)
    )
    letters.post(letter="throttles.locked", user_id=user_id, key=str(entry.pk))


def after_success(*, attempt: Attempt) -> None:
    """The password was right: the try is given back, and a known browser begins anew.

    For strangers only this one try is undone. Otherwise a guesser would get new tries each time the
    owner signs in.
    """
    if attempt.is_known_device:
        counters.forget_track(attempt.counted)
    else:
        counters.give_back(attempt.counted, rule=SIGN_IN)


def signed_in(*, request: HttpRequest, response: Any, user: User) -> None:
    """The whole sign-in is done, second factor included: this browser is known from now on."""
    known_devices.remember(request=request, response=response, login=user.email)


def is_known_browser(*, request: HttpRequest, user: User) -> bool:
    """Has this person signed in in this browser before?"""
    return bool(known_devices.track_of(request, login=user.email))


def is_suspicious(request: HttpRequest) -> bool:
    """Has this client address failed for so many people lately that robots may be at work?"""
    address = address_key(client_address(request))
    return counters.subjects_failed_from(address=address, within=SUSPICIOUS_WITHIN) > SUSPICIOUS_SUBJECTS
