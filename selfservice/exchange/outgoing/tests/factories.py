from __future__ import annotations

from django.db import transaction

from selfservice.exchange.outgoing.models import Entry
from selfservice.exchange.outgoing.services import append


def a_line(*, kind: str = "reading.submitted", account_no: str = "100245", **payload: object) -> Entry:
    """One line as a service of the office would write it."""
    with transaction.atomic():
        return append(kind=kind, account_no=account_no, payload=payload or {"id": "R/1"})
