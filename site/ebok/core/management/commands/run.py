"""Starts the whole office with one command: prepares it, then runs web and background work."""

from __future__ import annotations

import os
import socket
import sys
from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ebok.core.running.preparation import prepare
from ebok.core.running.servers import parts
from ebok.core.running.stamps import Stamps
from ebok.core.running.steps import a_database_file_is_missing, all_steps
from ebok.core.running.supervisor import Supervisor
from ebok.core.running.welcome import Welcome, greeting


class Command(BaseCommand):
    help = "Prepares what is missing and starts web and background work on PORT (8000); Ctrl-C stops both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--prepare-only", action="store_true", help="prepare, start nothing")
        parser.add_argument("--prepared", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, host: str, prepare_only: bool, prepared: bool, **options: Any) -> None:
        if not settings.EMBEDDED:
            raise CommandError(
                "`run` starts the embedded office (settings ebok.settings.dev). "
                "Production is started by its services: site/docs/operations.md"
            )
        refuse_a_port_in_use(host=host, port=settings.PORT)
        if not prepared and self.prepare() and not prepare_only:
            # Texts, settings of the site and templates may be loaded already: begin with a clean memory.
            os.execv(sys.executable, [sys.executable, *sys.argv, "--prepared"])  # noqa: S606
        if not prepare_only:
            sys.exit(self.serve(host=host))

    def prepare(self) -> list[str]:
        """Do what is due before a start; the names of the steps done."""
        Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
        stamps = Stamps(Path(settings.VAR_DIR, "prepared"))
        if a_database_file_is_missing():
            stamps.forget_all()
        return prepare(steps=all_steps(), stamps=stamps, say=self.say)

    def serve(self, *, host: str) -> int:
        """Run web and background work until somebody asks to stop; the exit code."""
        welcome = Welcome(host=host, port=settings.PORT, say=self.say, greeting=greeting)
        supervisor = Supervisor(parts=parts(address=f"{host}:{settings.PORT}"), say=self.say)
        return supervisor.run(each_turn=welcome)

    def say(self, text: str) -> None:
        """Tell the person in front of the terminal, at once."""
        self.stdout.write(text)
        self.stdout.flush()


def refuse_a_port_in_use(*, host: str, port: int) -> None:
    """Nothing is prepared for a server that could not open its door.

    Raises:
        CommandError: somebody else listens there, or the address is not ours.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {host}:{port}: {error.strerror}. "
                f"Choose another port: make run PORT={port + 1}"
            ) from error
