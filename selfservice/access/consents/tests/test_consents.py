"""The ledger of consents: nothing is changed, the last word counts, and the billing system hears of it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from ebok.audit.models import AuditEntry
from ebok.outbox.models import Job
from selfservice.access.consents import wordings
from selfservice.access.consents.errors import ChangedMeanwhile, UnknownConsent
from selfservice.access.consents.kinds import Channel, Consent
from selfservice.access.consents.models import ConsentEntry
from selfservice.access.consents.queries import current_consents, state_of, timeline
from selfservice.access.consents.services import give, withdraw, withdraw_everything
from selfservice.access.consents.subjects import Subject, subject_of
from selfservice.access.consents.tests.factories import consent_given
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.outgoing.models import Entry
from selfservice.identity.models import User

pytestmark = pytest.mark.django_db
ACCOUNT = "100245"


@pytest.fixture
def owner() -> User:
    return AccessFactory(account_no=ACCOUNT).user


def of(owner: User, consent: str = Consent.MARKETING, **more: str) -> Subject:
    return subject_of(consent=consent, account_no=ACCOUNT, user_id=owner.pk, **more)


def test_nobody_consents_to_anything_before_he_said_so(owner: User) -> None:
    states = current_consents(ACCOUNT, user_id=owner.pk)
    assert len(states) == 8
    assert "cases" not in {state.subject.message_kind for state in states}, "answers are nobody's choice"
    assert not any(state.is_given or state.since for state in states)


def test_the_last_word_counts_and_all_of_them_are_kept(owner: User) -> None:
    give(subject=of(owner), actor=owner)
    withdraw(subject=of(owner), actor=owner)
    assert not state_of(of(owner)).is_given
    give(subject=of(owner), actor=owner, channel=Channel.DESK)
    assert state_of(of(owner)).is_given
    assert [(entry.is_given, entry.channel) for entry in timeline(account_no=ACCOUNT, user_id=owner.pk)] == [
        (True, "desk"),
        (False, "portal"),
        (True, "portal"),
    ]


def test_every_change_goes_to_the_billing_system_and_into_the_event_log(owner: User) -> None:
    subject = of(owner, Consent.MESSAGES, message_kind="invoices", via="sms")
    give(subject=subject, actor=owner)
    withdraw(subject=subject, actor=owner)
    assert list(Entry.objects.values_list("kind", "account_no")) == [
        ("consent.given", ACCOUNT),
        ("consent.withdrawn", ACCOUNT),
    ]
    payload = Entry.objects.get(kind="consent.given").payload
    assert (payload["message_kind"], payload["via"], payload["wording"]) == ("invoices", "sms", "2026-11")
    assert AuditEntry.objects.filter(action__startswith="consents.").count() == 2


def test_repeats_change_nothing(owner: User) -> None:
    assert withdraw(subject=of(owner), actor=owner) is None
    first = give(subject=of(owner), actor=owner)
    assert give(subject=of(owner), actor=owner) == first
    withdraw(subject=of(owner), actor=owner)
    assert withdraw(subject=of(owner), actor=owner) is None
    assert (ConsentEntry.objects.count(), Entry.objects.count()) == (2, 2)


def test_a_new_wording_asks_again_and_a_withdrawal_names_the_old_one(owner: User, monkeypatch) -> None:
    give(subject=of(owner), actor=owner)
    later = wordings.Wording("2027-01", pl="Nowa treść", en="New words")
    versions = (*wordings.WORDINGS[Consent.MARKETING], later)
    monkeypatch.setitem(wordings.WORDINGS, Consent.MARKETING, versions)
    withdrawn = withdraw(subject=of(owner), actor=owner)
    assert withdrawn is not None and withdrawn.wording == "2026-11"
    assert give(subject=of(owner), actor=owner).wording == "2027-01"


def test_electronic_invoices_belong_to_the_account_whoever_speaks_for_it(owner: User) -> None:
    other = AccessFactory(account_no=ACCOUNT).user
    give(subject=of(owner, Consent.E_INVOICE), actor=owner)
    withdraw(subject=of(other, Consent.E_INVOICE), actor=other)
    assert not state_of(of(owner, Consent.E_INVOICE)).is_given
    letters = Job.objects.filter(kind="identity.letter")
    assert sorted(job.payload["user_id"] for job in letters) == sorted([owner.pk, other.pk] * 2)


def test_one_persons_wishes_are_not_anothers(owner: User) -> None:
    delegate = AccessFactory(account_no=ACCOUNT, delegate=True).user
    consent_given(user=owner)
    assert [state for state in current_consents(ACCOUNT, user_id=delegate.pk) if state.is_given] == []
    assert any(state.is_given for state in current_consents(ACCOUNT, user_id=owner.pk))
    assert timeline(account_no=ACCOUNT, user_id=delegate.pk) == []


def test_all_of_a_persons_consents_end_with_his_sign_in(owner: User) -> None:
    consent_given(user=owner)
    consent_given(user=owner, account_no="200")
    consent_given(user=owner, consent=Consent.E_INVOICE)
    assert withdraw_everything(user=owner) == 2
    assert state_of(of(owner, Consent.E_INVOICE)).is_given
    assert not state_of(of(owner)).is_given


@pytest.mark.parametrize(
    "sql", ["UPDATE consents_consententry SET is_given = 1=0", "DELETE FROM consents_consententry"]
)
def test_the_database_refuses_to_change_the_ledger(owner: User, sql: str) -> None:
    consent_given(user=owner)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_two_declarations_at_once_cannot_both_follow_the_same_one(owner: User, monkeypatch) -> None:
    first = consent_given(user=owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        for _ in range(2):
            ConsentEntry.objects.create(
                **of(owner).facts(), is_given=False, wording="2026-11", channel="portal", previous=first
            )
    stale = state_of(of(owner))
    withdraw(subject=of(owner), actor=owner)
    now = state_of(of(owner))
    answers = iter([stale, now, stale, now])
    monkeypatch.setattr("selfservice.access.consents.services.state_of", lambda subject: next(answers))
    assert withdraw(subject=of(owner), actor=owner) == now.entry  # a double click
    monkeypatch.setattr(
        "selfservice.access.consents.services.current_wording", lambda consent: wordings.Wording("x", "", "")
    )
    with pytest.raises(ChangedMeanwhile):
        give(subject=of(owner), actor=owner)  # the opposite in another window


@pytest.mark.parametrize(
    "odd",
    [
        {"consent": "everything"},
        {"consent": Consent.MESSAGES},
        {"consent": Consent.MESSAGES, "message_kind": "invoices", "via": "pigeon"},
        {"consent": Consent.MARKETING, "via": "sms"},
    ],
)
def test_consents_that_do_not_exist_are_refused(odd: dict[str, str]) -> None:
    with pytest.raises(UnknownConsent):
        subject_of(account_no=ACCOUNT, user_id=1, **odd)


def test_every_wording_is_kept_in_both_languages_under_its_own_version() -> None:
    for consent in Consent.values:
        versions = [wording.version for wording in wordings.WORDINGS[consent]]
        assert versions == sorted(set(versions))
        for version in versions:
            words = wordings.wording(consent=consent, version=version)
            assert words.pl and words.en
    with pytest.raises(wordings.UnknownWording):
        wordings.wording(consent="marketing", version="1999-01")


def test_the_state_of_all_consents_costs_one_query(owner: User, django_assert_num_queries) -> None:
    consent_given(user=owner)
    with django_assert_num_queries(1):
        current_consents(ACCOUNT, user_id=owner.pk)
