"""What the billing system answers to approved changes."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from selfservice.access.data_changes.services import settle
from selfservice.exchange.outgoing.kinds import Kind
from selfservice.exchange.outgoing.models import Entry
from selfservice.exchange.outgoing.signals import acknowledged


@receiver(acknowledged, dispatch_uid="data_changes.acknowledged")
def on_acknowledged(sender: Any, entry: Entry, **later: Any) -> None:
    """The line of an approved change was accepted or rejected."""
    if entry.kind == Kind.DATA_CHANGE_APPROVED:
        settle(entry=entry)
