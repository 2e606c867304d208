"""People with access: what owners do, what delegates cannot, and that an end holds at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ebok.audit.models import AuditEntry
from ebok.outbox.models import Job
from selfservice.access import ending
from selfservice.access.account_list import PAGE_SIZE
from selfservice.access.invitations.models import Invitation
from selfservice.access.invitations.tests.factories import invitation_by
from selfservice.access.models import AccountAccess, ClosedAccount
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory
from selfservice.identity.second_factor.tests.factories import note_password
from selfservice.identity.tests.factories import UserFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
PEOPLE = "/en/portal/accounts/100245/people/"


def signed_in(user: Any, *, proved: bool = True) -> Client:
    """A browser whose reader has typed the password just now, or long ago."""
    client = Client()
    client.force_login(user)
    note_password(client, user, seconds_ago=0 if proved else 3600)
    return client


@pytest.fixture(autouse=True)
def account() -> Iterator[None]:
    """Days are read in the test and in the office, so the clock stands still."""
    with time_machine.travel(timezone.now(), tick=False):
        FeedFactory()
        AccountFactory(account_no="100245")
        yield


@pytest.fixture
def own() -> AccountAccess:
    return AccessFactory(user__email="owner@example.org")


@pytest.fixture
def owner(own: AccountAccess) -> Client:
    return signed_in(own.user)


def fields(client: Client, **changed: Any) -> dict[str, Any]:
    key = client.get(f"{PEOPLE}invite/").context["form"]["form_key"].value()
    day = timezone.localdate() + timedelta(days=30)
    terms = {"form_key": key, "email": "helper@example.org", "level": "pay", "purpose": "helps"}
    return {**terms, "until": day.isoformat(), **changed}


def test_an_owner_sees_owners_helpers_and_open_invitations(owner: Client, own: AccountAccess) -> None:
    AccessFactory(delegate=True, user__email="helper@example.org")
    AccessFactory(delegate=True, expired=True, user__email="former@example.org")
    invitation_by(own, email="invited@example.org")
    page = owner.get(PEOPLE).content.decode()
    assert all(f"{who}@example.org" in page for who in ("owner", "helper", "invited"))
    assert "former@example.org" not in page


def test_a_delegate_sees_the_own_terms_and_nobody_else(own: AccountAccess) -> None:
    helper = AccessFactory(delegate=True, level="act", user__email="helper@example.org")
    page = signed_in(helper.user).get(PEOPLE).content.decode()
    assert "Give up the access" in page and "owner@example.org" not in page
    assert "people/invite/" not in page


def test_inviting_writes_one_invitation_however_often_the_button_is_pressed(owner: Client) -> None:
    typed = fields(owner)
    for _click in range(2):
        assert owner.post(f"{PEOPLE}invite/", typed)["Location"] == PEOPLE
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.level, invitation.state) == ("helper@example.org", "pay", "pending")
    assert timezone.localdate(invitation.access_until) == timezone.localdate() + timedelta(days=31)


@pytest.mark.few(2)
@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nobody"},
        {"level": "owner"},
        {"purpose": ""},
        {"until": "2020-01-01"},
        {"until": "9999-01-01"},
        {"email": "owner@example.org"},
    ],
)
def test_a_senseless_invitation_is_refused_in_words(owner: Client, wrong: dict[str, str]) -> None:
    answer = owner.post(f"{PEOPLE}invite/", fields(owner, **wrong))
    assert answer.status_code == 200 and "Something needs correcting" in answer.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.long
def test_an_owner_of_several_accounts_ticks_them(owner: Client, own: AccountAccess) -> None:
    for number in ("300", "301"):
        AccessFactory(user=own.user, account_no=number)
    AccessFactory(user=own.user, account_no="400", delegate=True)
    assert "400" not in dict(owner.get(f"{PEOPLE}invite/").context["form"].fields["accounts"].choices)
    owner.post(f"{PEOPLE}invite/", fields(owner, accounts=["100245", "301"]))
    assert set(Invitation.objects.values_list("accounts__account_no", flat=True)) == {"100245", "301"}
    forbidden = owner.post(f"{PEOPLE}invite/", fields(owner, accounts=["100245", "400"]))
    assert forbidden.status_code == 200 and Invitation.objects.count() == 1


@pytest.mark.long
def test_a_manager_types_the_numbers_of_hundreds(owner: Client, own: AccountAccess) -> None:
    for number in range(40):
        AccessFactory(user=own.user, account_no=f"5{number:02}")
    wrong = owner.post(f"{PEOPLE}invite/", fields(owner, numbers="501\n999999"))
    assert "999999" in wrong.content.decode() and not Invitation.objects.exists()
    owner.post(f"{PEOPLE}invite/", fields(owner, numbers="501\n502"))
    assert set(Invitation.objects.values_list("accounts__account_no", flat=True)) == {"100245", "501", "502"}


GRAVE = ["invite/", "{pk}/", "{pk}/end/", "invitations/{invitation}/withdraw/"]


@pytest.mark.few(2)
@pytest.mark.parametrize("path", GRAVE)
def test_grave_acts_ask_once_more_who_it_is(own: AccountAccess, path: str) -> None:
    helper = AccessFactory(delegate=True)
    invitation = invitation_by(own)
    url = PEOPLE + path.format(pk=helper.pk, invitation=invitation.pk)
    client = signed_in(own.user, proved=False)
    for answer in (client.get(url), client.post(url, {"level": "act", "until": "2027-01-01"})):
        assert answer.status_code == 302 and "/accounts/reauthenticate/" in answer["Location"]
    helper.refresh_from_db()
    assert helper.revoked_at is None and helper.level == "view"
    assert Invitation.objects.get().state == "pending"
    assert signed_in(own.user).get(url).status_code == 200


@pytest.mark.few(2)
@pytest.mark.parametrize("path", GRAVE)
@pytest.mark.parametrize("level", ["view", "pay", "act"])
def test_a_delegate_of_any_level_does_none_of_them(own: AccountAccess, path: str, level: str) -> None:
    helper = AccessFactory(delegate=True, level=level)
    url = PEOPLE + path.format(pk=helper.pk, invitation=invitation_by(own).pk)
    client = signed_in(helper.user)
    assert client.get(url).status_code == 404
    assert client.post(url, {"level": "act", "until": "2027-01-01"}).status_code == 404
    assert AuditEntry.objects.filter(action="access.denied", actor_id=str(helper.user.pk)).exists()


def test_revoking_ends_an_open_session_at_once_and_the_person_is_told(owner: Client) -> None:
    helper = AccessFactory(delegate=True)
    session = signed_in(helper.user)
    assert session.get("/en/portal/accounts/100245/").status_code == 200
    for _click in range(2):
        owner.post(f"{PEOPLE}{helper.pk}/end/")
    assert session.get("/en/portal/accounts/100245/").status_code == 404
    assert Job.objects.filter(kind=ending.KIND).count() == 1


def test_new_terms_hold_at_once(owner: Client) -> None:
    helper = AccessFactory(delegate=True, level="act")
    day = timezone.localdate() + timedelta(days=3)
    owner.post(f"{PEOPLE}{helper.pk}/", {"level": "view", "until": day.isoformat()})
    helper.refresh_from_db()
    assert (helper.level, helper.last_day) == ("view", day)
    assert AuditEntry.objects.get(action="access.terms_changed").details["before"]["level"] == "act"


def test_an_owner_ends_no_owner_and_nobody_of_another_account(owner: Client, own: AccountAccess) -> None:
    wife = AccessFactory()
    foreign = AccessFactory(account_no="200", delegate=True)
    for pk in (wife.pk, foreign.pk, own.pk):
        assert owner.post(f"{PEOPLE}{pk}/end/").status_code == 404
        assert owner.post(f"{PEOPLE}{pk}/", {"level": "view"}).status_code == 404
    assert AccountAccess.objects.filter(revoked_at=None).count() == 3


def test_a_delegate_gives_up_and_the_owner_is_told(own: AccountAccess) -> None:
    helper = AccessFactory(delegate=True)
    client = signed_in(helper.user, proved=False)
    assert client.post(f"{PEOPLE}give-up/").status_code == 200
    assert client.post(f"{PEOPLE}give-up/", {"answer": "yes"})["Location"] == "/en/portal/"
    assert client.get("/en/portal/accounts/100245/").status_code == 404
    assert Job.objects.get(kind=ending.KIND).payload["user"] == own.user_id


def test_of_a_closed_account_nothing_is_given(own: AccountAccess, owner: Client) -> None:
    ends = timezone.now() + timedelta(days=3)
    ClosedAccount.objects.create(account_no="100245", closed_on=timezone.localdate(), access_ends_at=ends)
    assert "is closed" in owner.get(PEOPLE).content.decode()
    assert owner.get(f"{PEOPLE}invite/").status_code == 404


def test_the_link_shows_who_offers_what_until_when_and_decides_nothing(own: AccountAccess) -> None:
    invitation = invitation_by(own, level="pay")
    client = signed_in(UserFactory(email="helper@example.org"))
    page = client.get(f"/en/portal/invitations/{invitation.token}/").content.decode()
    assert all(words in page for words in ("owner@example.org", "100245", "may look and pay", "his mother"))
    assert AccountAccess.objects.count() == 1


@pytest.mark.parametrize(("answer", "accesses"), [("accept", 2), ("decline", 1)])
def test_the_answer_counts_once(own: AccountAccess, answer: str, accesses: int) -> None:
    invitation = invitation_by(own)
    url = f"/en/portal/invitations/{invitation.token}/"
    client = signed_in(UserFactory(email="helper@example.org"))
    assert client.post(url, {"answer": answer}).status_code == 302
    assert client.post(url, {"answer": "accept"}).status_code == (302 if answer == "accept" else 404)
    assert client.get(url).status_code == 404
    assert AccountAccess.objects.count() == accesses


def test_a_link_in_wrong_hands_tells_little_and_gives_nothing(own: AccountAccess) -> None:
    invitation = invitation_by(own)
    client = signed_in(UserFactory(email="thief@example.org"))
    for answer in (client.get, client.post):
        page = answer(f"/en/portal/invitations/{invitation.token}/", {"answer": "accept"})
        text = page.content.decode()
        assert page.status_code == 403 and "h…r@example.org" in text
        assert "helper@example.org" not in text and "100245" not in text and "owner@example.org" not in text
    assert client.get("/en/portal/invitations/invented-token/").status_code == 404


def test_who_is_invited_finds_it_on_the_start_page_without_the_letter(own: AccountAccess) -> None:
    invitation = invitation_by(own)
    page = signed_in(UserFactory(email="helper@example.org")).get("/en/portal/").content.decode()
    assert f"/en/portal/invitations/{invitation.token}/" in page


def test_an_invited_stranger_is_led_to_sign_in_and_back(own: AccountAccess) -> None:
    invitation = invitation_by(own)
    answer = Client().get(f"/en/portal/invitations/{invitation.token}/")
    assert answer["Location"].startswith("/en/accounts/login/?next=/en/portal/invitations/")


def test_many_accounts_are_listed_page_by_page_at_equal_cost(own: AccountAccess, owner: Client) -> None:
    for number in range(2 * PAGE_SIZE):
        AccountFactory(account_no=f"7{number:03}", street="ul. Dębowa", name="Wspólnota Zmyślona")
        AccessFactory(user=own.user, account_no=f"7{number:03}")
    seen: list[str] = []
    costs, url = [], "/en/portal/accounts/"
    while url:
        with (
            CaptureQueriesContext(connections["default"]) as mine,
            CaptureQueriesContext(connections["exchange"]) as shared,
        ):
            answer = owner.get(url)
        costs.append((len(mine), len(shared)))
        seen += [row["account"].account_no for row in answer.context["rows"]]
        url = f"/en/portal/accounts/?after={answer.context['next']}" if answer.context["next"] else ""
    assert seen == sorted(seen) and len(seen) == 2 * PAGE_SIZE + 1
    assert len(costs) == 3 and costs[1] == costs[2] and costs[1][1] == 4


def test_the_search_finds_by_number_name_and_street_among_the_own(own: AccountAccess, owner: Client) -> None:
    AccountFactory(account_no="7001", street="ul. Dębowa", name="Jan Zmyślony")
    AccountFactory(account_no="7002", street="ul. Dębowa", name="Obcy Zmyślony")
    AccessFactory(user=own.user, account_no="7001")
    for words, found in {"700": ["7001"], "jan dębowa": ["7001"], "obcy": [], "100": ["100245"]}.items():
        rows = owner.get("/en/portal/accounts/", {"q": words}).context["rows"]
        assert [row["account"].account_no for row in rows] == found, words


def test_a_page_costs_a_manager_of_hundreds_what_it_costs_others(own: AccountAccess, owner: Client) -> None:
    """The switcher reads a few accounts, not all."""
    for number in range(60):
        AccountFactory(account_no=f"7{number:03}")
        AccessFactory(user=own.user, account_no=f"7{number:03}")
    page = owner.get("/en/portal/accounts/7059/people/")
    assert len(page.context["account_choices"]) == 10
    assert "All my customer accounts" in page.content.decode()
