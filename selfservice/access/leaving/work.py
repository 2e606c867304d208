"""Erasing what a closed sign-in leaves behind: a last letter, then every table, file and cached copy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ebok.audit.services import record
from ebok.core.alarms import raise_alarm
from ebok.core.own_data import tables
from ebok.outbox.errors import TemporaryError
from ebok.outbox.handlers import handles
from selfservice.identity.models import User

KIND = "leaving.erase"
# So long a mail server may be away before the data are erased without a last letter.
PATIENCE = timedelta(hours=2)
log = structlog.get_logger(__name__)


@handles(KIND, lease_seconds=300)
def erase(payload: Mapping[str, Any]) -> None:
    """Say goodbye once, then forget; a repeat finds nothing to do.

    Raises:
        TemporaryError: the mail server does not take the letter yet.
    """
    user = User.objects.filter(pk=payload["user_id"], is_active=False).first()
    if user is None or not user.has_usable_password():
        return
    _say_goodbye(user, asked_at=datetime.fromisoformat(payload["asked_at"]))
    forget_person(user=user)


@transaction.atomic
def forget_person(*, user: User) -> None:
    """Do in every table what its app declared (`ebok.core.own_data`); files go with their rows."""
    for table in tables():
        if table.forget is not None:
            table.forget(user)
    record(action="leaving.erased", actor_role="system", object_type="user", object_id=str(user.pk))


def _say_goodbye(user: User, *, asked_at: datetime) -> None:
    with translation.override(user.language):
        message = EmailMessage(
            subject=_("Your sign-in was closed"),
            body=render_to_string("messages/farewell.txt").strip(),
            to=[user.email],
        )
    try:
        message.send()
    except OSError as error:
        if timezone.now() - asked_at < PATIENCE:
            raise TemporaryError(type(error).__name__) from error
        log.warning("leaving.no_last_letter", user_id=user.pk)
        raise_alarm(code="leaving.no_last_letter", key=str(user.pk))
