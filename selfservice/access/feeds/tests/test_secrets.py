"""Secret links and tokens: kept as hashes, bound to one user, dead as soon as the access ends."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from ebok.audit.models import AuditEntry
from ebok.outbox.working import drain
from selfservice.access.feeds import services
from selfservice.access.feeds.errors import LinkMadeMeanwhile, TooManyTokens
from selfservice.access.feeds.models import ApiToken, SecretLink
from selfservice.access.feeds.queries import links_of, tokens_of
from selfservice.access.services import revoke_access
from selfservice.access.tests.factories import AccessFactory
from selfservice.identity.cms_users.replacing import replaced
from selfservice.identity.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.fixture
def access():
    return AccessFactory(account_no="100245", delegate=True)


def link(access) -> str:
    return services.make_link(user=access.user, access=access, kind="due_dates", language="pl")


def test_a_secret_has_256_bits_and_only_its_hash_is_kept(access) -> None:
    token = link(access)
    kept = SecretLink.objects.get()
    assert len(token) == 43 and token not in str(vars(kept))
    assert not AuditEntry.objects.filter(details__icontains=token).exists()


def test_a_link_opens_its_account_for_its_user(access) -> None:
    opened = services.opened_link(token=link(access))
    assert (opened.link.kind, opened.access) == ("due_dates", access)


@pytest.mark.parametrize("wrong", ["", "x", "x" * 5000, "ż\ud800"])
def test_a_wrong_secret_opens_nothing(access, wrong: str) -> None:
    link(access)
    assert services.opened_link(token=wrong) is None
    assert services.user_of_token(token=wrong) is None


def test_a_revoked_delegate_loses_the_feed_at_once(access) -> None:
    token = link(access)
    revoke_access(access=access, actor=None)
    assert services.opened_link(token=token) is None


def test_an_expired_delegation_ends_the_feed_by_itself(access) -> None:
    token = link(access)
    access.expires_at = timezone.now() + timedelta(hours=1)
    access.save()
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert services.opened_link(token=token) is None


def test_a_user_who_may_not_sign_in_has_no_feed_and_no_token(access) -> None:
    token, secret = link(access), services.make_token(user=access.user, name="x")
    access.user.is_active = False
    access.user.save()
    assert services.opened_link(token=token) is None
    assert services.user_of_token(token=secret) is None


def test_a_new_link_ends_the_old_one(access) -> None:
    old, new = link(access), link(access)
    assert services.opened_link(token=old) is None
    assert services.opened_link(token=new) is not None
    assert len(links_of(user=access.user, account_no="100245")) == 1


def test_the_database_itself_refuses_a_second_link_of_a_kind(access) -> None:
    link(access)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecretLink.objects.create(user=access.user, account_no="100245", kind="due_dates", token_hash="0")


def test_whoever_comes_second_is_told_kindly(access, monkeypatch) -> None:
    def refuse(**facts: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(SecretLink.objects, "create", refuse)
    with pytest.raises(LinkMadeMeanwhile):
        link(access)


def test_revoking_ends_the_own_link_only(access) -> None:
    other = AccessFactory(account_no="100245", user=UserFactory())
    mine, theirs = link(access), link(other)
    assert services.revoke_link(user=access.user, account_no="100245", kind="due_dates")
    assert not services.revoke_link(user=access.user, account_no="100245", kind="due_dates")
    assert services.opened_link(token=mine) is None
    assert services.opened_link(token=theirs) is not None


def test_a_token_names_its_user_until_it_is_revoked_or_a_year_old(access) -> None:
    user, secret = access.user, services.make_token(user=access.user, name="arkusz")
    assert services.user_of_token(token=secret) == user
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert services.user_of_token(token=secret) is None
    assert not services.revoke_token(user=UserFactory(), pk=ApiToken.objects.get().pk)
    assert services.revoke_token(user=user, pk=ApiToken.objects.get().pk)
    assert services.user_of_token(token=secret) is None and tokens_of(user=user) == []


def test_nobody_has_tokens_without_end(access) -> None:
    for _number in range(services.MOST_TOKENS):
        services.make_token(user=access.user, name="x")
    with pytest.raises(TooManyTokens):
        services.make_token(user=access.user, name="x")


def test_use_is_noted_at_most_once_an_hour(access) -> None:
    token = link(access)
    services.opened_link(token=token)
    first = SecretLink.objects.get().last_used_at
    services.opened_link(token=token)
    assert first is not None and SecretLink.objects.get().last_used_at == first
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        services.opened_link(token=token)
    assert SecretLink.objects.get().last_used_at > first


def test_every_act_stands_in_the_event_log_without_the_secret(access) -> None:
    link(access)
    services.revoke_link(user=access.user, account_no="100245", kind="due_dates")
    services.make_token(user=access.user, name="x")
    services.revoke_token(user=access.user, pk=ApiToken.objects.get().pk)
    actions = AuditEntry.objects.filter(action__startswith="feeds.").order_by("pk")
    assert [entry.action for entry in actions] == [
        "feeds.link_made",
        "feeds.link_revoked",
        "feeds.token_made",
        "feeds.token_revoked",
    ]


class TestNewPassword:
    """A new password ends what somebody may have made who knew the old one."""

    NEW = "zielony most przy lesie"

    def secrets(self, access) -> tuple[str, str]:
        return link(access), services.make_token(user=access.user, name="sheet")

    def open(self, secrets: tuple[str, str]) -> list[bool]:
        kinds = (services.opened_link(token=secrets[0]), services.user_of_token(token=secrets[1]))
        return [kind is not None for kind in kinds]

    def test_changing_it_ends_links_and_tokens_and_says_so(self, access, client: Client) -> None:
        secrets, others = self.secrets(access), self.secrets(AccessFactory(account_no="100245"))
        client.force_login(access.user)
        assert self.open(secrets) == [True, True]
        facts = {"oldpassword": PASSWORD, "password1": self.NEW, "password2": self.NEW}
        page = client.post("/en/accounts/password/change/", facts, follow=True).content.decode()
        assert self.open(secrets) == [False, False] and self.open(others) == [True, True]
        assert "ended with the old password" in page
        ended = AuditEntry.objects.filter(reason="new password").values_list("action", flat=True)
        assert sorted(ended) == ["feeds.link_revoked", "feeds.token_revoked"]

    def test_setting_it_with_a_link_from_a_letter_ends_them_too(self, access, client: Client) -> None:
        secrets = self.secrets(access)
        client.post("/en/accounts/password/reset/", {"email": access.user.email})
        drain()
        [url] = re.findall(r"http\S+/key/\S+", mail.outbox[-1].body)
        form = client.get(urlsplit(url).path, follow=True).request["PATH_INFO"]
        client.post(form, {"password1": self.NEW, "password2": self.NEW})
        assert self.open(secrets) == [False, False]

    def test_a_new_address_given_by_an_administrator_ends_them_too(self, access) -> None:
        secrets, others = self.secrets(access), self.secrets(AccessFactory(account_no="100245"))
        replaced(user=access.user, old="old@example.org", actor=None)
        assert self.open(secrets) == [False, False] and self.open(others) == [True, True]
        ended = AuditEntry.objects.filter(reason="new address", action__startswith="feeds.")
        assert ended.count() == 2

    def test_a_refused_change_ends_nothing(self, access, client: Client) -> None:
        secrets = self.secrets(access)
        client.force_login(access.user)
        client.post("/en/accounts/password/change/", {"oldpassword": "wrong", "password1": self.NEW})
        assert self.open(secrets) == [True, True]
