"""Is the store of private files there?"""

from __future__ import annotations

import time

from documents.errors import FileError
from documents.faults import alarm_about
from documents.storage import private_storage
from ebok.core.alarms import clear_alarm
from ebok.core.health import ProbeResult, probe


@probe("storage")
def storage_answers() -> ProbeResult:
    """The private store can be written and read; its alarms follow what is found here."""
    started = time.monotonic()
    try:
        detail = private_storage().check()
    except FileError as error:
        alarm_about(error)
        return ProbeResult(ok=False, detail=type(error).__name__)
    for code in ("documents.storage_unavailable", "documents.storage_full"):
        clear_alarm(code=code)
    return ProbeResult(ok=True, detail=detail, seconds=round(time.monotonic() - started, 3))
