"""Seals new entries of the event log now, instead of waiting for the scheduler."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ebok.audit.sealing import head, seal_new_entries


class Command(BaseCommand):
    help = "Seal new entries of the event log and print the hash of the newest seal."

    def handle(self, *args: Any, **options: Any) -> None:
        seals = seal_new_entries()
        last = head()
        self.stdout.write(f"{sum(seal.count for seal in seals)} entries sealed in {len(seals)} seals.")
        if last:
            self.stdout.write(f"Head: {last.number}:{last.hash}")
