"""`publish_scheduled`: stands in for Wagtail's command of the same name (see `cms_pages.schedule`)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cms_pages.schedule import publish_due


class Command(BaseCommand):
    """Called by the scheduler every 15 seconds."""

    help = "Publish and end what is due by now; one broken page does not hold up the others."

    def handle(self, *args: Any, **options: Any) -> None:
        """One round."""
        outcome = publish_due()
        self.stdout.write(f"{outcome.published} published, {outcome.ended} ended, {outcome.failed} failed")
