"""Was a password ever leaked? By the source that `BREACHED_PASSWORDS` names: online, file or off."""

from __future__ import annotations

from pathlib import Path

import structlog
from django.conf import settings
from django.core.cache import cache

from ebok.core.alarms import clear_alarm, raise_alarm
from selfservice.identity.passwords import offline, online
from selfservice.identity.passwords.errors import LeaksUnavailable

log = structlog.get_logger(__name__)

ALARM = "passwords.leaks_unavailable"
RESTING = "passwords:leaks-resting"
# After a failure nobody waits for the service again for this long.
REST_SECONDS = 60


def times_leaked(password: str) -> int:
    """How often the password stands in known leaks; 0 when never, or when the check is switched off.

    Raises:
        LeaksUnavailable: the source failed, now or within the last minute. An alarm is raised.
    """
    mode: str = settings.BREACHED_PASSWORDS
    if mode == "off":
        return 0
    if cache.get(RESTING):
        raise LeaksUnavailable("resting")
    try:
        count = _ask(password, mode=mode)
    except LeaksUnavailable as error:
        cache.set(RESTING, True, REST_SECONDS)
        raise_alarm(code=ALARM, details={"mode": mode, "error": str(error)})
        raise
    clear_alarm(code=ALARM)
    return count


def _ask(password: str, *, mode: str) -> int:
    if mode == "file":
        return offline.times_seen(password, path=Path(settings.BREACHED_PASSWORDS_FILE))
    return online.times_seen(password)
