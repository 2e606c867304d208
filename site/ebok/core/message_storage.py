"""Where the sentence waits that the next page shows ("Your password is changed."): a cookie of this host."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """Django's cookie under a name that ties it to this host, where cookies travel by HTTPS."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.SESSION_COOKIE_SECURE:
            self.cookie_name = "__Host-messages"


class HostMessages(FallbackStorage):
    """As Django does by default: in a cookie, and what is too long for it in the session."""

    storage_classes = (HostCookieStorage, SessionStorage)
