"""When a proof is asked for, and what counts as one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest

from ebok.core.addresses import client_address
from selfservice.identity.robots import challenges, tickets
from selfservice.identity.robots.errors import ProofMissing
from selfservice.identity.robots.purposes import SIGN_IN, Purpose
from selfservice.identity.robots.spending import note_sighting, sightings, spend
from selfservice.identity.throttles.sign_in import is_suspicious
from selfservice.identity.throttles.subjects import address_key

# The way without JavaScript: so much patience for one form, and so many such forms an hour.
PATIENCE = timedelta(seconds=30)
PATIENT_FORMS = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What came with a form: the decoy that people do not see, the ticket, the proof of work."""

    decoy: str = ""
    ticket: str = ""
    proof: str = ""


def is_needed(*, request: HttpRequest, purpose: Purpose) -> bool:
    """Is a proof asked for as soon as the form is shown?"""
    if settings.ROBOT_CHECK != "suspicion":
        return bool(settings.ROBOT_CHECK == "always")
    if purpose is SIGN_IN:
        return is_suspicious(request)
    address = address_key(client_address(request))
    return sightings(address=address, purpose=purpose.name) >= purpose.free


def check(*, request: HttpRequest, purpose: Purpose, answer: Answer) -> None:
    """Let a sent form pass, or raise. A proof that was needed is used up.

    Raises:
        ProofMissing: a proof is needed and none came.
        ProofRefused: the proof that came is worth nothing.
    """
    if settings.ROBOT_CHECK == "off":
        return
    address = address_key(client_address(request))
    needed = is_needed(request=request, purpose=purpose) or _looks_like_a_robot(purpose, answer)
    if purpose is not SIGN_IN:  # failures to sign in are counted by `throttles`
        note_sighting(address=address, purpose=purpose.name)
    if not needed:
        return
    if answer.proof:
        proof = challenges.check(answer.proof, purpose=purpose.name)
        spend(digest=proof.digest, expires_at=proof.expires_at)
        return
    _take_patience(answer, purpose=purpose, address=address)


def _looks_like_a_robot(purpose: Purpose, answer: Answer) -> bool:
    """The decoy was filled in, the ticket is none of ours, or the form came faster than people type."""
    if answer.decoy or not purpose.fastest:
        return bool(answer.decoy)
    ticket = tickets.read(answer.ticket, purpose=purpose.name)
    return ticket is None or ticket.age < purpose.fastest


def _take_patience(answer: Answer, *, purpose: Purpose, address: str) -> None:
    ticket = tickets.read(answer.ticket, purpose=purpose.name)
    if ticket is None or answer.decoy:
        raise ProofMissing(seconds=int(PATIENCE.total_seconds()))
    if ticket.age < PATIENCE:
        raise ProofMissing(seconds=math.ceil((PATIENCE - ticket.age).total_seconds()))
    patient = f"patient:{purpose.name}"
    if sightings(address=address, purpose=patient) >= PATIENT_FORMS:
        raise ProofMissing(seconds=3600)
    spend(digest=ticket.digest, expires_at=ticket.expires_at)
    note_sighting(address=address, purpose=patient)
