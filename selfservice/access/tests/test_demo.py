"""People of the demonstration: made in demo mode only, and refused by every other server."""

from __future__ import annotations

import importlib
import json
import sys
from base64 import b32decode
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError
from django.test import Client, override_settings

from selfservice.access.models import AccountAccess
from selfservice.identity import demo
from selfservice.identity.models import User
from selfservice.identity.second_factor.models.authenticator import Authenticator
from selfservice.identity.second_factor.tests.factories import code

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


def printed(**options: object) -> list[dict[str, object]]:
    out = StringIO()
    call_command("demo_accounts", format="json", stdout=out, **options)
    return json.loads(out.getvalue())


def test_nobody_is_made_outside_demo_mode() -> None:
    with pytest.raises(CommandError):
        call_command("demo_accounts")
    assert not User.objects.exists()


@override_settings(DEMO=True)
def test_everybody_printed_can_sign_in_with_what_is_printed() -> None:
    people = printed()
    assert {"editor", "clerk", "customer", "delegate", "administrator"} <= {row["role"] for row in people}
    for row in people:
        client = Client()
        answer = client.post("/en/accounts/login/", {"login": row["email"], "password": row["password"]})
        if row["totp"]:
            client.post(answer["Location"], {"code": code(secret=b32decode(row["totp"]))})
        assert "_auth_user_id" in client.session, row


@override_settings(DEMO=True)
def test_asking_again_changes_nothing() -> None:
    first = printed()
    before = (User.objects.count(), AccountAccess.objects.count(), EmailAddress.objects.count())
    assert printed() == first
    assert (User.objects.count(), AccountAccess.objects.count(), EmailAddress.objects.count()) == before


@override_settings(DEMO=True)
def test_a_changed_password_is_given_back_on_request() -> None:
    row = printed()[0]
    user = User.objects.get(email=row["email"])
    user.set_password("something else 5")
    user.save()
    printed()
    assert not User.objects.get(pk=user.pk).check_password(str(row["password"]))
    printed(reset=True)
    assert User.objects.get(pk=user.pk).check_password(str(row["password"]))


@override_settings(DEMO=True)
def test_the_secret_of_a_second_factor_is_printed_where_one_is_set() -> None:
    printed()
    device = Authenticator.objects.get(user__email="clerk@demo.ebok.example")
    device.keep(b"12345678901234567890")
    device.save()
    secrets = {row["role"]: row["totp"] for row in printed()}
    assert secrets["clerk"] == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert secrets["customer"] is None
    assert all(secrets[role] for role in ("editor", "moderator", "administrator"))


def start_server() -> None:
    sys.modules.pop("ebok.wsgi", None)
    importlib.import_module("ebok.wsgi")


@pytest.fixture
def demo_people() -> None:
    with override_settings(DEMO=True):
        printed()


@pytest.mark.usefixtures("demo_people")
def test_a_server_that_is_no_demonstration_refuses_to_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="8 demo users"):
        start_server()
    with override_settings(DEMO=True):
        start_server()


@pytest.mark.usefixtures("demo_people")
def test_migrations_and_checks_refuse_as_well() -> None:
    with pytest.raises(SystemCheckError, match=r"identity\.E001"):
        call_command("check", databases=["default"])
    with override_settings(DEMO=True):
        call_command("check", databases=["default"])


def test_an_office_without_demo_people_starts() -> None:
    demo.refuse_demo_people()
    call_command("check", databases=["default"])


def test_a_silent_database_stops_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> int:
        raise OperationalError

    monkeypatch.setattr(demo, "demo_people_in_the_way", silent)
    demo.refuse_demo_people()
