"""Tickets for the demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from selfservice.tickets.demo import make_demo_tickets


class Command(BaseCommand):
    help = "Make some tickets of the demo people; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo tickets are made in demo mode only (settings ebok.settings.dev).")
        count = make_demo_tickets()
        if options["verbosity"] > 0:
            self.stdout.write(f"{count} tickets")
