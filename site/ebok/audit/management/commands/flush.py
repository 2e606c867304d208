"""Django's `flush` would empty the event log; here it says no."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as FlushCommand

from ebok.audit.protection import protect, unprotect


class Command(FlushCommand):
    """Refuses, except in the test suite, whose tests without transactions clean up this way."""

    def handle(self, **options: Any) -> None:
        if not getattr(settings, "AUDIT_FLUSH_ALLOWED", False):
            raise CommandError("The event log is append-only, so the database cannot be emptied.")
        unprotect(using=options["database"])
        try:
            super().handle(**options)
        finally:
            protect(using=options["database"])
