"""Holders who hear of a new owner only by letter: nobody knows an e-mail address of theirs.

Each is an alarm with the account's number until somebody of the office says that the letter is on its way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from ebok.audit.services import record
from ebok.core.alarms import clear_alarm, open_alarms, raise_alarm
from ebok.core.models import Alarm
from selfservice.identity.roles import role_of

if TYPE_CHECKING:
    from selfservice.identity.models import User

HOLDER_ALARM = "access.holder_without_email"


def ask_for_letter(*, account_no: str) -> None:
    """Have the office write to the holder of an account; asked twice, it stands there once."""
    raise_alarm(code=HOLDER_ALARM, key=account_no)


def waiting_letters() -> QuerySet[Alarm]:
    """Letters that nobody has written yet; `key` is the number of the account."""
    return open_alarms().filter(code=HOLDER_ALARM)


@transaction.atomic
def letter_written(*, account_no: str, clerk: User) -> None:
    """The holder was told by letter; said twice it changes nothing."""
    if clear_alarm(code=HOLDER_ALARM, key=account_no):
        record(
            action="access.holder_told",
            actor=clerk,
            actor_role=role_of(clerk),
            object_type="account",
            object_id=account_no,
            account_no=account_no,
        )
