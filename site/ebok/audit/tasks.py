"""Beat's work on the event log."""

from __future__ import annotations

from celery import shared_task

from ebok.audit import anchoring
from ebok.audit.sealing import seal_new_entries


@shared_task(name="audit.seal")
def seal(**later: object) -> None:
    """Seal what has been written since the last time."""
    seal_new_entries()


@shared_task(name="audit.anchor")
def anchor(**later: object) -> None:
    """Compare new seals, and put the newest one's hash outside of the database."""
    anchoring.anchor()
