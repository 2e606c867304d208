"""Closing a sign-in: it opens nothing from this moment on; what is personal is erased by a worker."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ebok.outbox.services import enqueue
from selfservice.access.leaving.errors import NotByOneself
from selfservice.access.leaving.work import KIND
from selfservice.identity.devices.services import end_all
from selfservice.identity.events import record_own
from selfservice.identity.models import User
from selfservice.identity.roles import Role, roles_of


@transaction.atomic
def close_sign_in(*, user: User) -> None:
    """Disable the sign-in and end its sessions; closing it twice changes nothing.

    Raises:
        NotByOneself: the user has a position in the office or in the CMS.
    """
    if roles_of(user) != {Role.CUSTOMER} or user.is_staff:
        raise NotByOneself
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        return
    record_own("leaving.closed", user)
    end_all(user=user, actor=user)
    enqueue(kind=KIND, key=str(user.pk), payload={"user_id": user.pk, "asked_at": timezone.now().isoformat()})
