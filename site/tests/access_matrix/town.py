"""One account (100245) with everything, one of somebody else (200), and people of every kind."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import translation

from access_matrix import rows
from access_matrix.doors import has_rows
from access_matrix.expecting import PERSONAS, Row
from selfservice.access.models import AccessLevel
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests import factories as exchange
from selfservice.identity.roles import GROUP_NAMES, Role
from selfservice.identity.tests.factories import person

ACCOUNT_NO = "100245"
PARTS = [
    importlib.import_module(f"{rows.__name__}.{module.name}")
    for module in pkgutil.iter_modules(rows.__path__)
]
MATRIX: dict[str, Row] = {name: line for part in PARTS for name, line in part.ROWS.items()}


def parameters_of_urls(wanted: Callable[[str], bool] = has_rows) -> dict[str, set[str]]:
    """Names of the parameters of every named route ("portal:invoice").

    Parameters:
        wanted: which routes of the resolver count; those that are covered by rows unless others are named.
    """
    return dict(_walk(get_resolver(), wanted, namespace="", above=frozenset(), route=""))


@dataclass
class Town:
    """Addresses of the routes, and a signed-in browser for each persona."""

    arguments: dict[str, dict[str, object]]
    users: dict[str, Any]
    cookies: dict[str, str] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def sign_in(self) -> None:
        """Make the sessions, once."""
        for persona, user in self.users.items():
            client = Client()
            client.force_login(user)
            self.cookies[persona] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_browsers(self) -> None:
        """A fresh browser for each persona: a test before this one may have signed somebody out."""
        self.clients = {persona: Client() for persona in {*PERSONAS, *self.users}}
        for persona, cookie in self.cookies.items():
            self.clients[persona].cookies[settings.SESSION_COOKIE_NAME] = cookie

    def url(self, name: str, **changed: object) -> str:
        with translation.override("en"):
            return reverse(name, kwargs={**self.arguments.get(name, {}), **changed})

    def ask(self, name: str, persona: str, *, method: str = "get", **changed: object) -> Any:
        return getattr(self.clients[persona], method)(self.url(name, **changed))


def make_town() -> Town:
    """A fresh town, in the transaction of the caller."""
    caches["pages"].clear()
    for number in (ACCOUNT_NO, "200"):
        _fill(number)
    exchange.FeedFactory()
    users = _people()
    given: dict[str, dict[str, object]] = {}
    for part in PARTS:
        given |= part.arguments(users["owner"]) if hasattr(part, "arguments") else {}
    numbered = {
        name: {"account_no": ACCOUNT_NO} if "account_no" in names else {}
        for name, names in parameters_of_urls().items()
    }
    arguments = {name: {**numbered.get(name, {}), **given.get(name, {})} for name in {*numbered, *given}}
    town = Town(arguments=arguments, users=users)
    town.sign_in()
    return town


def _fill(number: str) -> None:
    """An account with one invoice, one contract and one letter, each with a stored file."""
    from selfservice.zones.portal.tests.test_files import deliver_file

    account = exchange.AccountFactory(account_no=number, name=f"Holder of {number}")
    for kind in ("f", "x", "u", "d"):
        deliver_file(f"files/{kind}-{number}", content=f"{kind} of {number}".encode())
    exchange.InvoiceFactory(
        account=account, invoice_no=f"FV/{number}", document=f"files/f-{number}", xml=f"files/x-{number}"
    )
    exchange.ContractFactory(account=account, contract_no=f"U/{number}", document=f"files/u-{number}")
    exchange.LetterFactory(account=account, document_no=f"D/{number}", file=f"files/d-{number}")


def _people() -> dict[str, Any]:
    own = {"account_no": ACCOUNT_NO}
    return {
        "owner": AccessFactory(**own).user,
        "delegate": AccessFactory(**own, delegate=True).user,
        "helper": AccessFactory(**own, delegate=True, level=AccessLevel.ACT).user,
        "expired": AccessFactory(**own, delegate=True, expired=True).user,
        "outsider": AccessFactory(account_no="200").user,
        "clerk": person(Role.CLERK),
        "editor": person(Role.EDITOR),
        "administrator": person(Role.ADMINISTRATOR),
        "field": person(Role.NETWORK_OPERATOR),
        **{f"position {role}": person(role) for role in GROUP_NAMES if role not in PERSONAS},
        "clerk without a code": _not_verified(person(Role.CLERK)),
        "editor without a code": _not_verified(person(Role.EDITOR)),
    }


def _not_verified(somebody: Any) -> Any:
    """The same person, whose sessions have not passed the second factor."""
    return type(somebody).objects.get(pk=somebody.pk)


def _walk(
    resolver: URLResolver,
    wanted: Callable[[str], bool],
    *,
    namespace: str,
    above: frozenset[str],
    route: str,
) -> Iterator[tuple[str, set[str]]]:
    for entry in resolver.url_patterns:
        names = above | set(entry.pattern.regex.groupindex)
        place = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            space = entry.namespace or namespace
            yield from _walk(entry, wanted, namespace=space, above=names, route=place)
        elif wanted(place):
            yield f"{namespace}:{entry.name}" if namespace else str(entry.name or place), set(names)
