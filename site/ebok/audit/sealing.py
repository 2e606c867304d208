"""Sealing new entries in batches under a chain of hashes, away from the requests that write them."""

from __future__ import annotations

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone

from ebok.audit.hashing import FIELDS, leaves_of, seal_hash
from ebok.audit.models import AuditEntry, AuditSeal
from ebok.audit.settling import final_id

log = structlog.get_logger(__name__)

BATCH = 500


def seal_new_entries(*, batch: int = BATCH) -> list[AuditSeal]:
    """Seal everything that is final and not sealed yet; returns the new seals, oldest first.

    The head's hash also goes to the log, so a copy stands outside of the database: whoever removed
    the newest seals together with their entries would be found by `verify_audit --head`.
    """
    final = final_id()
    seals: list[AuditSeal] = []
    while final is not None:
        seal = _seal_next(final, batch)
        if seal is None:
            break
        seals.append(seal)
        log.info("audit.sealed", seal=seal.number, entries=seal.count, to_id=seal.to_id, hash=seal.hash)
    return seals


def head() -> AuditSeal | None:
    """The newest seal."""
    return AuditSeal.objects.order_by("number").last()


def _seal_next(final: int, batch: int) -> AuditSeal | None:
    last = head()
    after = last.to_id if last else 0
    fresh = AuditEntry.objects.filter(id__gt=after, id__lte=final).order_by("id")
    entries = list(fresh.values(*FIELDS)[:batch])
    if not entries:
        return None
    seal = AuditSeal(
        number=last.number + 1 if last else 1,
        sealed_at=timezone.now(),
        from_id=entries[0]["id"],
        to_id=entries[-1]["id"],
        count=len(entries),
        leaves=leaves_of(entries),
        previous_hash=last.hash if last else "",
    )
    seal.hash = seal_hash(seal)
    return seal if _insert(seal) else None


def _insert(seal: AuditSeal) -> bool:
    """The number is the key, so of two sealers at once only one goes on: the chain cannot fork."""
    try:
        with transaction.atomic():
            seal.save(force_insert=True)
    except IntegrityError:
        log.warning("audit.sealed_by_another", seal=seal.number)
        return False
    return True
