"""Each thing that the office leans on is taken away: an honest status, no detail, nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from smtplib import SMTPServerDisconnected
from unittest import mock

import pytest
from access_matrix.town import Town
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.core.mail.backends.locmem import EmailBackend
from django.db import DatabaseError, OperationalError

from documents.storage import StorageUnavailable, private_storage
from ebok.audit.models import AuditEntry
from ebok.core.periods import today
from ebok.outbox.models import Job
from ebok.outbox.working import drain
from selfservice.access.models import AccountAccess
from selfservice.exchange.tests.factories import InvoiceFactory
from selfservice.identity import password_letters
from selfservice.identity.models import User

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
HOME = "/en/portal/accounts/100245/"
NEWCOMER = "newcomer@example.org"
SECRET = "host=10.0.0.5 password=hunter2"

# Where it breaks, with what, which page is asked, and what people must get.
AWAY: dict[str, tuple[str, Exception, str, int]] = {
    "sessions": (
        "django.contrib.sessions.backends.db.SessionStore.load",
        OperationalError(SECRET),
        HOME,
        503,
    ),
    "exchange": (
        "selfservice.exchange.models.Account._default_manager.get_queryset",
        OperationalError(SECRET),
        HOME,
        503,
    ),
    "event log": ("ebok.audit.models.AuditEntry.objects.create", DatabaseError(SECRET), HOME, 500),
    "template": ("selfservice.zones.portal.pages.render", RuntimeError(SECRET), HOME, 500),
    "feed": ("selfservice.zones.portal.pages.current_feed", RuntimeError(SECRET), HOME, 500),
}


@pytest.mark.few(2)
@pytest.mark.parametrize("what", AWAY)
def test_a_page_says_so_and_shows_no_detail(town: Town, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, error, path, status = AWAY[what]
    owner = town.clients["owner"]
    owner.raise_request_exception = False
    monkeypatch.setattr(place, raising(error))
    answer = owner.get(path)
    text = answer.content.decode()
    assert answer.status_code == status
    assert "hunter2" not in text and "Traceback" not in text and "SELECT" not in text and ".py" not in text
    assert answer["Content-Security-Policy"] and "no-store" in answer.get("Cache-Control", "no-store")


def test_a_file_store_that_is_away_gives_no_short_file(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = town.clients["owner"]
    owner.raise_request_exception = False
    monkeypatch.setattr(type(private_storage()), "open", raising(StorageUnavailable(detail=SECRET)))
    answer = owner.get(f"{HOME}invoice-files/FV/100245.pdf")
    assert answer.status_code == 503 and answer["Retry-After"]
    assert "hunter2" not in answer.content.decode()


def test_a_cache_that_is_away_opens_no_door(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    take_away("cache", monkeypatch)
    outsider = town.clients["outsider"]
    outsider.raise_request_exception = False
    answer = outsider.get(HOME)
    assert answer.status_code == 500 and "Holder of" not in answer.content.decode()


def test_an_act_that_cannot_be_recorded_is_not_done(town: Town) -> None:
    from selfservice.access.services import link_account

    before = AccountAccess.objects.count()
    user = User.objects.create(email="nobody-yet@example.org")
    with (
        mock.patch.object(AuditEntry.objects, "create", side_effect=DatabaseError(SECRET)),
        pytest.raises(DatabaseError),
    ):
        link_account(user=user, account_no="100245")
    assert AccountAccess.objects.count() == before


ACTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "registration": (
        "anonymous",
        "/en/accounts/signup/",
        {"email": NEWCOMER, "password1": "several plain words 7"},
    ),
    "reset": ("anonymous", "/en/accounts/password/reset/", {"email": NEWCOMER}),
    "linking": (
        "outsider",
        "/en/portal/link/invoice/",
        {"account_no": "100245", "invoice_no": "FV/TODAY", "gross": "187,45"},
    ),
}
# What the sender gets, and whether the act is done.
ANSWERS = {
    ("registration", "nothing"): (302, True),
    ("registration", "cache"): (500, False),
    ("registration", "event log"): (302, False),  # the worker tries again until it can record
    ("registration", "mail"): (302, True),
    ("reset", "nothing"): (302, True),
    ("reset", "cache"): (500, False),
    ("reset", "event log"): (302, True),  # nothing is recorded before the new password is set
    ("reset", "mail"): (302, True),
    ("linking", "nothing"): (302, True),
    ("linking", "cache"): (302, True),  # tries are counted in the database
    ("linking", "event log"): (500, False),
    ("linking", "mail"): (302, True),
}


@pytest.mark.few(4)
@pytest.mark.parametrize(("act", "what"), ANSWERS)
def test_an_act_is_done_whole_or_not_at_all(
    town: Town, act: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, done = ANSWERS[act, what]
    persona, path, fields = ACTS[act]
    client = town.clients[persona]
    client.raise_request_exception = False
    InvoiceFactory(account_id="100245", invoice_no="FV/TODAY", issued_on=today())
    before = done_of(act)
    cache.clear()  # an address gets one letter in some minutes
    take_away(what, monkeypatch)
    answer = client.post(path, fields)
    drain()
    assert answer.status_code == status and "hunter2" not in answer.content.decode()
    assert done_of(act) - before == done


def done_of(act: str) -> int:
    """How many rows the act has left so far."""
    rows = {
        "registration": User.objects.filter(email=NEWCOMER),
        "reset": Job.objects.filter(kind=password_letters.KIND),
        "linking": AccountAccess.objects.filter(account_no="100245"),
    }
    return rows[act].count()


def take_away(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every use of it fails; "nothing" leaves all as it is."""
    if what == "cache":
        for name in ("get", "set", "add", "incr"):
            monkeypatch.setattr(LocMemCache, name, raising(ConnectionError(SECRET)))
    elif what == "event log":
        monkeypatch.setattr(AuditEntry.objects, "create", raising(DatabaseError(SECRET)))
    elif what == "mail":
        monkeypatch.setattr(EmailBackend, "send_messages", raising(SMTPServerDisconnected(SECRET)))


def raising(error: Exception) -> Callable[..., None]:
    def fail(*args: object, **facts: object) -> None:
        raise error

    return fail
