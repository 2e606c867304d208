"""Tokens by which the billing system proves itself; only their hashes are kept."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from ebok.audit.services import record
from selfservice.exchange.outgoing.models import SupplierToken

SCOPE = "exchange"
PREFIX = "ebok_"
RANDOM_BYTES = 32


def token_hash(token: str) -> str:
    """SHA-256 in hex; a token has 256 random bits, so a slow hash would add nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_token(*, name: str, scope: str = SCOPE) -> str:
    """A new token, shown once and never again.

    Parameters:
        name: what it is for; one living token has one name.

    Raises:
        django.db.IntegrityError: a living token has this name already.
    """
    token = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    made = SupplierToken.objects.create(name=name, scope=scope, token_hash=token_hash(token))
    _record("outgoing.token_made", made)
    return token


@transaction.atomic
def revoke_token(*, name: str) -> bool:
    """End the living token of that name at once; False when there is none."""
    token = SupplierToken.objects.select_for_update().filter(name=name, revoked_at__isnull=True).first()
    if token is None:
        return False
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    _record("outgoing.token_revoked", token)
    return True


def token_of(*, header: str, scope: str = SCOPE) -> SupplierToken | None:
    """The living token that an `Authorization` header carries, or None. Notes the day of its use."""
    scheme, _space, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    found = SupplierToken.objects.filter(
        token_hash=token_hash(token.strip()), scope=scope, revoked_at__isnull=True
    ).first()
    today = timezone.localdate()
    if found is not None and found.last_used_on != today:
        SupplierToken.objects.filter(pk=found.pk).update(last_used_on=today)
    return found


def _record(action: str, token: SupplierToken) -> None:
    record(action=action, actor_role="system", object_type="supplier_token", object_id=token.name)
