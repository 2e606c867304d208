"""Proofs and tickets work once; sendings are counted for a client address."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from selfservice.identity.robots.errors import ProofRefused
from selfservice.identity.robots.models import Sighting, SpentProof

REMEMBERED = timedelta(hours=1)


def spend(*, digest: str, expires_at: datetime) -> None:
    """Use a proof up.

    Raises:
        ProofRefused: it was used before.
    """
    try:
        with transaction.atomic():
            SpentProof.objects.create(digest=digest, expires_at=expires_at)
    except IntegrityError as error:
        raise ProofRefused from error


def note_sighting(*, address: str, purpose: str) -> None:
    """A form was sent from this address."""
    Sighting.objects.create(address=address, purpose=purpose, at=timezone.now())


def sightings(*, address: str, purpose: str) -> int:
    """How often lately."""
    since = timezone.now() - REMEMBERED
    return Sighting.objects.filter(address=address, purpose=purpose, at__gt=since).count()


def tidy() -> int:
    """Delete what can no longer matter; returns how many rows."""
    now = timezone.now()
    spent, _by_model = SpentProof.objects.filter(expires_at__lt=now).delete()
    seen, _by_model = Sighting.objects.filter(at__lt=now - REMEMBERED).delete()
    return spent + seen
