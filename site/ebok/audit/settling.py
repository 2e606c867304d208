"""Up to which id is the log final? Nothing may slip in behind a seal.

SQLite has one writer at a time: ids appear in their order, so what is visible is final. On PostgreSQL
a transaction may hold a low id and commit after a higher one. Its INSERT locks the table (ROW EXCLUSIVE)
*before* it draws the id and keeps the lock to its end; so once every transaction that holds the lock
now is over, no id up to the highest one visible now can still appear.
"""

from __future__ import annotations

import time

from django.db import connection
from django.db.models import Max

from ebok.audit.models import AuditEntry

WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND relation = %s::regclass AND mode = 'RowExclusiveLock'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND granted AND pid IS DISTINCT FROM pg_backend_pid()"""
PATIENCE_SECONDS = 5.0
PAUSE_SECONDS = 0.05


def final_id(*, patience: float = PATIENCE_SECONDS) -> int | None:
    """The highest id such that no entry up to it can still appear; call it outside of a transaction.

    Parameters:
        patience: seconds to wait for transactions in flight.

    Returns None when the log is empty or a transaction is still in flight after that; the next
    round of sealing tries again.
    """
    highest = AuditEntry.objects.aggregate(highest=Max("id"))["highest"]
    if highest is None or not _settled(patience):
        return None
    return int(highest)


def _settled(patience: float) -> bool:
    if connection.vendor == "sqlite":
        return True
    until = time.monotonic() + patience
    in_flight = _writers()
    while in_flight and time.monotonic() < until:
        time.sleep(PAUSE_SECONDS)
        in_flight &= _writers()
    return not in_flight


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(WRITERS, [AuditEntry._meta.db_table])
        return {str(transaction) for (transaction,) in cursor.fetchall()}
