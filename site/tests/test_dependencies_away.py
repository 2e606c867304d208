"""Each thing that the office leans on is taken away: an honest status, no detail, nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from unittest import mock

import pytest
from access_matrix.town import Town
from django.core.cache.backends.locmem import LocMemCache
from django.db import DatabaseError, OperationalError

from documents.storage import private_storage
from ebok.audit.models import AuditEntry
from selfservice.access.models import AccountAccess
from selfservice.identity.models import User

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
STORE = "django.contrib.sessions.backends.db.SessionStore.load"
HOME = "/en/portal/accounts/100245/"
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
    monkeypatch.setattr(type(private_storage()), "open", raising(OSError(SECRET)))
    answer = owner.get(f"{HOME}invoice-files/FV/100245.pdf")
    assert answer.status_code in {404, 500, 502, 503} and "hunter2" not in answer.content.decode()


def test_a_cache_that_is_away_opens_no_door(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("get", "set", "add", "incr"):
        monkeypatch.setattr(LocMemCache, name, raising(ConnectionError(SECRET)))
    outsider = town.clients["outsider"]
    outsider.raise_request_exception = False
    answer = outsider.get(HOME)
    assert answer.status_code in {404, 500} and "Holder of" not in answer.content.decode()


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


def raising(error: Exception) -> Callable[..., None]:
    def fail(*args: object, **facts: object) -> None:
        raise error

    return fail
