"""Django's sessions in the database (setting SESSION_ENGINE), with the facts that their owner sees."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from selfservice.identity.sessions import ADDRESS, BROWSER, SEEN, STARTED


class SessionStore(DatabaseStore):
    """Copies whose session it is from its data into columns of its row, whenever it is saved.

    Saving never brings back a row that was deleted meanwhile: Django updates by force and answers 400.
    """

    @classmethod
    def get_model_class(cls) -> Any:
        from selfservice.identity.devices.models import OpenSession

        return OpenSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row for `data`."""
        row: Any = super().create_model_instance(data)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.browser = str(data.get(BROWSER, ""))[:200]
        row.address = str(data.get(ADDRESS, ""))[:45]
        row.started_at = _instant(data.get(STARTED))
        row.seen_at = _instant(data.get(SEEN))
        return row


def _instant(seconds: Any) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(int(seconds), UTC)
