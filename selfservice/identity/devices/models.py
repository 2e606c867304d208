"""Sessions in a table that knows whose they are, so that their owner can see and end them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class OpenSession(AbstractBaseSession):
    """One session; for somebody signed in also whose it is, since when, and from where.

    Ending a session means deleting its row: the very next request is a stranger's.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="open_sessions"
    )
    browser = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=45, blank=True)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        app_label = "devices"
        indexes = [models.Index(fields=["user", "seen_at"], name="devices_of_user")]

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The store that reads and writes these rows."""
        from selfservice.identity.devices.store import SessionStore

        return SessionStore
