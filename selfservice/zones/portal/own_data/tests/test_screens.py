"""Consents, contact data and profile as people use them."""

from __future__ import annotations

import pytest
from django.test import Client

from ebok.audit.models import AuditEntry
from ebok.outbox.models import Job
from selfservice.access.consents.models import ConsentEntry
from selfservice.access.data_changes.models import DataChange
from selfservice.access.data_changes.services import approve, reject
from selfservice.access.models import AccessLevel
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.outgoing.models import Entry
from selfservice.exchange.tests import factories as exchange
from selfservice.identity.models import User
from selfservice.identity.roles import Role
from selfservice.identity.second_factor.tests.factories import code
from selfservice.identity.tests.factories import PASSWORD, UserFactory, person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
ACCOUNT = "/en/portal/accounts/100245/"
CONSENTS = f"{ACCOUNT}consents/"
CONTACT = f"{ACCOUNT}contact-data/"


@pytest.fixture(autouse=True)
def account() -> None:
    exchange.AccountFactory(account_no="100245", phone="600100200", email="office@example.com")
    exchange.FeedFactory()


@pytest.fixture
def owner() -> User:
    return AccessFactory(account_no="100245", user=UserFactory(email="owner@example.com")).user


def proved(user: User) -> Client:
    client = Client()
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def unproved(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_one_click_gives_and_one_click_takes_back_without_any_proof(owner: User) -> None:
    client = unproved(owner)
    for act, given in (("give", True), ("withdraw", False)):
        client.post(CONSENTS, {"consent": "marketing", "act": act})
        assert ConsentEntry.objects.first().is_given is given
    page = client.get(CONSENTS).content.decode()
    assert "You agreed: marketing" in page and "You took your consent back: marketing" in page


def test_messages_are_chosen_by_kind_and_way(owner: User) -> None:
    client = unproved(owner)
    client.post(CONSENTS, {"consent": "messages", "kind": "readings", "via": "sms", "act": "give"})
    assert [row.states[1].is_given for row in client.get(CONSENTS).context["message_rows"]] == [
        False,
        False,
        True,
    ]


def test_electronic_invoices_need_a_fresh_proof_and_the_right_to_act(owner: User) -> None:
    wish = {"consent": "e_invoice", "act": "give"}
    assert "/accounts/reauthenticate/" in unproved(owner).post(CONSENTS, wish)["Location"]
    viewer = AccessFactory(account_no="100245", delegate=True, level=AccessLevel.VIEW).user
    proved(viewer).post(CONSENTS, wish)
    assert not ConsentEntry.objects.exists()
    proved(owner).post(CONSENTS, wish)
    assert ConsentEntry.objects.get().is_given


@pytest.mark.long
def test_a_choice_on_electronic_invoices_outlives_the_proof_and_needs_one_press_more(owner: User) -> None:
    proved(owner).post(CONSENTS, {"consent": "e_invoice", "act": "give"})
    client = unproved(owner)
    wish = {"consent": "e_invoice", "act": "withdraw"}
    assert 'action="?wish=withdraw"' in client.get(CONSENTS).content.decode()
    proof = client.post(f"{CONSENTS}?wish=withdraw", wish)["Location"]
    back = client.post(proof, {"password": PASSWORD})["Location"]
    assert back == f"{CONSENTS}?wish=withdraw"
    assert "you take back your consent" in client.get(back).content.decode()
    assert ConsentEntry.objects.first().is_given
    client.post(back, wish)
    assert not ConsentEntry.objects.first().is_given
    assert client.get(back).context["wish"] == ""


@pytest.mark.parametrize("odd", [{}, {"consent": "x"}, {"consent": "messages", "via": "sms", "kind": "x"}])
def test_invented_consents_change_nothing_and_break_nothing(owner: User, odd: dict[str, str]) -> None:
    assert unproved(owner).post(CONSENTS, {**odd, "act": "give"}).status_code == 302
    assert not ConsentEntry.objects.exists()


@pytest.mark.long
def test_the_screen_costs_the_same_with_a_long_history(owner: User, django_assert_max_num_queries) -> None:
    client = unproved(owner)
    for act in ("give", "withdraw") * 5:
        client.post(CONSENTS, {"consent": "marketing", "act": act})
    client.get(CONSENTS)
    with django_assert_max_num_queries(9):
        client.get(CONSENTS)


def test_the_customer_sees_his_request_through_to_its_end(owner: User) -> None:
    client, clerk = proved(owner), person(Role.CLERK)
    client.post(f"{CONTACT}contact/", {"phone": "600 300 400", "email": "office@example.com"})
    change = DataChange.objects.get()
    assert change.wanted == {"phone": "600300400"}
    assert "waiting for the office" in client.get(CONTACT).content.decode()
    reject(change=change, clerk=clerk, reason="Numer nie odpowiada")
    assert "Numer nie odpowiada" in client.get(CONTACT).content.decode()


def test_a_second_request_and_the_same_data_are_answered_on_the_form(owner: User) -> None:
    client = proved(owner)
    same = client.post(f"{CONTACT}contact/", {"phone": "600100200", "email": "office@example.com"})
    assert "Change at least one of them" in same.content.decode()
    for _ in range(2):
        answer = client.post(f"{CONTACT}contact/", {"phone": "600300400", "email": ""})
    assert "already asked" in answer.content.decode()
    assert DataChange.objects.count() == 1


def test_a_request_is_taken_back_by_its_owner_alone_and_only_while_it_waits(owner: User) -> None:
    client = proved(owner)
    client.post(f"{CONTACT}contact/", {"phone": "600300400", "email": ""})
    change = DataChange.objects.get()
    other = AccessFactory(account_no="200").user
    exchange.AccountFactory(account_no="200")
    path = f"{CONTACT}requests/{change.pk}/take-back/"
    assert unproved(other).post(path).status_code == 404
    assert unproved(other).post(path.replace("100245", "200")).status_code == 404
    approve(change=change, clerk=person(Role.CLERK))
    client.post(path)
    change.refresh_from_db()
    assert change.state == "approved"


@pytest.mark.parametrize(
    ("field_set", "data", "message"),
    [
        ("contact", {"phone": "call me", "email": ""}, "telephone number"),
        ("address", {"street": "x", "building": "1", "postcode": "123", "city": "y"}, "00-950"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    owner: User, field_set: str, data: dict[str, str], message: str
) -> None:
    answer = proved(owner).post(f"{CONTACT}{field_set}/", data)
    assert message in answer.content.decode()
    assert not DataChange.objects.exists()


def test_profile_keeps_what_was_asked_and_posts_nothing_else(owner: User) -> None:
    data = {
        "display_name": "Ola",
        "phone": "+48 600 100 200",
        "language": "en",
        "is_staff": "on",
        "email": "x@y.pl",
    }
    proved(owner).post("/en/portal/my-data/profile/", data)
    owner.refresh_from_db()
    assert (owner.display_name, owner.phone, owner.language) == ("Ola", "+48600100200", "en")
    assert (owner.is_staff, owner.email) == (False, "owner@example.com")
    assert AuditEntry.objects.get(action="identity.profile_changed").details == {
        "fields": ["display_name", "phone", "language"]
    }
    assert Job.objects.filter(key__startswith="identity.phone_changed").count() == 1


def staff(role: Role = Role.CLERK) -> Client:
    client = Client()
    client.force_login(person(role))
    client.post("/en/accounts/second-factor/confirm/", {"code": code()})
    return client


@pytest.mark.long
def test_a_clerk_compares_decides_and_a_colleague_comes_too_late(owner: User) -> None:
    proved(owner).post(f"{CONTACT}contact/", {"phone": "600300400", "email": "office@example.com"})
    change = DataChange.objects.get()
    page = f"/en/staff/data-changes/{change.pk}/"
    first, second = staff(), staff()
    shown = first.get(page).content.decode()
    assert "600100200" in shown and "600300400" in shown
    assert AuditEntry.objects.filter(action="staff.personal_page_read", account_no="100245").exists()
    assert "the customer will read it" in second.post(page, {"act": "reject", "reason": " "}).content.decode()
    first.post(page, {"act": "approve"})
    late = second.post(page, {"act": "reject", "reason": "no"}, follow=True)
    assert "decided or taken back meanwhile" in late.content.decode()
    assert list(Entry.objects.values_list("kind", flat=True)) == ["data_change.approved"]
    looked = unproved(owner).get("/en/portal/accounts/100245/who-looked/").content.decode()
    assert "Approved a change of contact data" in looked
    assert "Reason: A check of a change of contact data" in looked


@pytest.mark.long
def test_the_journal_is_listed_with_answers_and_filtered(owner: User) -> None:
    unproved(owner).post(CONSENTS, {"consent": "marketing", "act": "give"})
    unproved(owner).post(CONSENTS, {"consent": "marketing", "act": "withdraw"})
    office = staff()
    assert len(office.get("/en/staff/outgoing/").context["rows"]) == 2
    only = office.get("/en/staff/outgoing/", {"kind": "consent.given", "account": "100245", "state": "new"})
    assert [row["entry"].kind for row in only.context["rows"]] == ["consent.given"]
    assert office.get("/en/staff/outgoing/", {"state": "strange"}).status_code == 200
