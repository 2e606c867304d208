"""The interfaces for machines: what each program brings with it, and what it gets for that.

A new route of such a zone needs a line in `TABLE`, a new zone one in `doors.BY_PROGRAM` and in `OPENED_BY`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from access_matrix.doors import is_for_programs, zone_named
from access_matrix.expecting import HIDDEN, IN, NO_METHOD
from access_matrix.town import ACCOUNT_NO, Town, parameters_of_urls
from ebok.core.methods import methods_of
from selfservice.access.feeds import services as feeds
from selfservice.access.feeds.models import ApiToken
from selfservice.access.models import AccountAccess
from selfservice.access.services import revoke_access
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.outgoing import tokens as supplier
from selfservice.exchange.tests.factories import AccountFactory

ENDED_CONTRACT = "300"

# Tokens that live: of people with access to the account, and of all others.
OWN = ("token of the owner", "token of a delegate", "token of a helper")
OTHERS = (
    "token of an outsider",
    "token of an outsider, in the owner's browser",
    "token of a clerk",
    "token of a former helper",
    "token of an expired delegate",
    "token of a helper after the contract",
)
ENDED_TOKENS = ("token that was revoked", "token of last year", "token of somebody switched off")
CALENDARS = ("calendar of the owner", "schedule of the owner", "calendar of a delegate")
ENDED_CALENDARS = (
    "calendar of a former helper",
    "calendar of an expired delegate",
    "calendar of a helper after the contract",
    "calendar that was revoked",
    "calendar that a new one ended",
    "calendar of somebody switched off",
)
EXCHANGE = ("exchange token",)
ENDED_EXCHANGE = ("exchange token that was revoked", "exchange token of another scope")
WITHOUT = (
    "nothing",
    "a wrong secret",
    "session of the owner",
    "session of a clerk",
    "session of an administrator",
    "a wrong secret, in the owner's browser",
)
PROGRAMS = (
    *WITHOUT, *OWN, *OTHERS, *ENDED_TOKENS, *CALENDARS, *ENDED_CALENDARS, *EXCHANGE, *ENDED_EXCHANGE
)  # fmt: skip

# Zone -> whose secrets its door takes, and what it says to all others, whatever the route and the method.
OPENED_BY: dict[str, tuple[tuple[str, ...], int]] = {
    "portal-api": ((*OWN, *OTHERS), 401),
    "exchange-api": (EXCHANGE, 401),
    "feeds": (CALENDARS, HIDDEN),
}


@dataclass(frozen=True, slots=True)
class Line:
    """Who gets something from a route and by which methods; others behind the door find nothing there."""

    who: tuple[str, ...]
    methods: tuple[str, ...]


def reads(who: Iterable[str]) -> Line:
    """A route that is read, with or without its body."""
    return Line(who=tuple(who), methods=("get", "head"))


TABLE: dict[str, Line] = {
    "portal_api:accounts": reads((*OWN, *OTHERS)),  # each sees its own: told apart below
    "portal_api:invoices": reads(OWN),
    "portal_api:ledger": reads(OWN),
    "portal_api:readings": reads(OWN),
    "exchange_api:outgoing": Line(who=EXCHANGE, methods=("get",)),
    "exchange_api:acknowledge": Line(who=EXCHANGE, methods=("post",)),
    "feeds:calendar": reads(CALENDARS),
}


ROUTES = parameters_of_urls(is_for_programs)
ACCOUNT_ROUTES = [name for name, parameters in ROUTES.items() if "account_no" in parameters]


def address_of(name: str, account_no: str = ACCOUNT_NO) -> str:
    """The address of a route; of the account where it names one."""
    return reverse(name, kwargs={"account_no": account_no} if name in ACCOUNT_ROUTES else {})


@dataclass(frozen=True, slots=True)
class Program:
    """A program, or a browser, that asks.

    Parameters:
        secret: what it brings, as bearer token and as key of a calendar at once.
        session_of: persona whose session it has, too.
        account_no: the account that it asks for.
    """

    secret: str = ""
    session_of: str = ""
    account_no: str = ACCOUNT_NO

    def ask(self, town: Town, name: str, *, method: str, account_no: str = "") -> Any:
        """The answer of a route to a method; `account_no` asks for another account than its own."""
        address = address_of(name, account_no or self.account_no)
        return self.send(town, f"{address}?key={self.secret}", method=method)

    def send(self, town: Town, address: str, *, method: str = "get") -> Any:
        """The answer at any address of the site to the bearer token."""
        client = Client()
        if self.session_of:
            client.cookies[settings.SESSION_COOKIE_NAME] = town.cookies[self.session_of]
        headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}
        body = "" if method in {"get", "head"} else '{"lines": []}'
        return client.generic(method.upper(), address, body, content_type="application/json", headers=headers)


def expected(name: str, program: str, method: str) -> int:
    """The status that a program gets."""
    address = address_of(name)
    let_in, refusal = OPENED_BY[zone_named(resolve(address).route).name]
    if method.upper() not in methods_of(address):
        return NO_METHOD
    if program not in let_in:
        return refusal
    if method not in TABLE[name].methods:
        return NO_METHOD
    return IN if program in TABLE[name].who else HIDDEN


def make_programs(town: Town) -> dict[str, Program]:
    """All programs of `PROGRAMS` by name, in the transaction of the caller."""
    secrets = {
        **dict.fromkeys(WITHOUT, ""),
        "a wrong secret": "x" * 43,
        "a wrong secret, in the owner's browser": "x" * 43,
        **_living(town.users),
        **_of_ended_accesses(town.users["expired"]),
        **_ended(),
        **_of_the_billing_system(),
    }
    sessions = {
        "session of the owner": "owner",
        "session of a clerk": "clerk",
        "session of an administrator": "administrator",
        "a wrong secret, in the owner's browser": "owner",
        "token of an outsider, in the owner's browser": "owner",
    }
    return {
        name: Program(
            secret=secrets[name],
            session_of=sessions.get(name, ""),
            account_no=ENDED_CONTRACT if name.endswith("after the contract") else ACCOUNT_NO,
        )
        for name in PROGRAMS
    }


def _living(users: dict[str, Any]) -> dict[str, str]:
    outsider = _token(users["outsider"])
    return {
        **{name: _token(users[name.split()[-1]]) for name in OWN},
        "token of an outsider": outsider,
        "token of an outsider, in the owner's browser": outsider,
        "token of a clerk": _token(users["clerk"]),
        "calendar of the owner": _calendar(users["owner"]),
        "schedule of the owner": _calendar(users["owner"], kind="schedule"),
        "calendar of a delegate": _calendar(users["delegate"]),
    }


def _of_ended_accesses(expired: Any) -> dict[str, str]:
    """Secrets that nobody revoked, made while there was an access."""
    access = AccessFactory(account_no=ACCOUNT_NO, delegate=True)
    former = access.user
    AccountFactory(account_no=ENDED_CONTRACT, active=False)
    helper = AccessFactory(account_no=ENDED_CONTRACT, delegate=True).user
    secrets = {
        "token of a former helper": _token(former),
        "calendar of a former helper": _calendar(former),
        "token of an expired delegate": _token(expired),
        "calendar of an expired delegate": _calendar(expired),
        "token of a helper after the contract": _token(helper),
        "calendar of a helper after the contract": _calendar(helper),
    }
    revoke_access(access=access, actor=None)
    return secrets


def _ended() -> dict[str, str]:
    """Secrets that ended themselves; the accesses of their people hold, but for the one switched off."""
    revoked, late, off = (AccessFactory(account_no=ACCOUNT_NO).user for _person in range(3))
    secrets = {
        "token that was revoked": _token(revoked),
        "calendar that was revoked": _calendar(revoked),
        "token of last year": _token(late),
        "calendar that a new one ended": _calendar(late),
        "token of somebody switched off": _token(off),
        "calendar of somebody switched off": _calendar(off),
    }
    feeds.end_secrets(user=revoked, reason="new password")
    ApiToken.objects.filter(user=late).update(expires_at=timezone.now() - timedelta(minutes=1))
    _calendar(late)
    off.is_active = False
    off.save()
    return secrets


def _of_the_billing_system() -> dict[str, str]:
    secrets = {
        "exchange token": supplier.make_token(name="billing"),
        "exchange token that was revoked": supplier.make_token(name="before"),
        "exchange token of another scope": supplier.make_token(name="reports", scope="reports"),
    }
    supplier.revoke_token(name="before")
    return secrets


def _token(user: Any) -> str:
    return feeds.make_token(user=user, name="a program")


def _calendar(user: Any, *, kind: str = "due_dates") -> str:
    access = AccountAccess.objects.get(user=user)
    return feeds.make_link(user=user, access=access, kind=kind, language="en")
