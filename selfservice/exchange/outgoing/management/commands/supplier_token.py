"""`supplier_token make|revoke|list`: who may fetch the outgoing journal."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from selfservice.exchange.outgoing.models import SupplierToken
from selfservice.exchange.outgoing.tokens import make_token, revoke_token


class Command(BaseCommand):
    help = "Make, revoke or list the tokens of the billing system. A token is shown once, when it is made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["make", "revoke", "list"])
        parser.add_argument("name", nargs="?", default="", help="what the token is for")

    def handle(self, *args: Any, act: str, name: str, **options: Any) -> None:
        if act == "list":
            self._list()
            return
        if not name:
            raise CommandError("Give the token a name.")
        if act == "make":
            self._make(name)
        elif not revoke_token(name=name):
            raise CommandError(f"No living token is called {name!r}.")

    def _make(self, name: str) -> None:
        try:
            self.stdout.write(make_token(name=name))
        except IntegrityError as error:
            raise CommandError(f"A living token is called {name!r} already.") from error

    def _list(self) -> None:
        for token in SupplierToken.objects.order_by("created_at"):
            state = "revoked" if token.revoked_at else f"last used {token.last_used_on or 'never'}"
            self.stdout.write(f"{token.name}  made {token.created_at:%Y-%m-%d}  {state}")
