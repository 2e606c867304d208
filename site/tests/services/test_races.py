"""Two people at the same moment, on real connections of PostgreSQL: one act counts, the other is told."""

from __future__ import annotations

import hashlib
import threading
from datetime import timedelta

import pytest
from django.db import connection, models, transaction
from django.utils import timezone
from racing import PATIENCE, at_once, kinds

from selfservice.access.errors import AlreadyLinked
from selfservice.access.invitations import services as invitations
from selfservice.access.invitations.errors import InvitationOver
from selfservice.access.invitations.models import Invitation
from selfservice.access.invitations.tests.factories import invitation_by
from selfservice.access.invitations.tokens import new_form_key
from selfservice.access.linking.errors import NotProved
from selfservice.access.linking.models import UsedCode
from selfservice.access.linking.services import link_by_code
from selfservice.access.models import AccountAccess
from selfservice.access.services import link_account
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import (
    AccountFactory,
)
from selfservice.identity.mail import Letter, LetterKind
from selfservice.identity.tests.factories import UserFactory
from selfservice.messaging.models import Message
from selfservice.messaging.services import keep

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True, databases=["default", "exchange"]),
    pytest.mark.skipif("connection.vendor != 'postgresql'"),
]


def test_a_paper_code_makes_one_owner_of_three_who_hold_it() -> None:
    digest = f"sha256:{hashlib.sha256(b'ABCD1234').hexdigest()}"
    AccountFactory(account_no="100245", registration_code=digest)
    people = UserFactory.create_batch(3)
    came = at_once(
        *(lambda user=user: link_by_code(user=user, account_no="100245", code="ABCD-1234") for user in people)
    )
    assert kinds(came) == {AccountAccess: 1, NotProved: 2}, came
    assert (UsedCode.objects.count(), AccountAccess.objects.count()) == (1, 1)


def test_a_paper_code_sent_twice_by_one_person_links_once() -> None:
    digest = f"sha256:{hashlib.sha256(b'ABCD1234').hexdigest()}"
    AccountFactory(account_no="100245", registration_code=digest)
    user = UserFactory()
    came = at_once(*[lambda: link_by_code(user=user, account_no="100245", code="ABCD1234")] * 2)
    assert kinds(came) == {AccountAccess: 1, AlreadyLinked: 1}, came
    assert AccountAccess.objects.count() == 1


def test_an_invitation_accepted_in_two_windows_gives_one_access() -> None:
    invitation = invitation_by(AccessFactory())
    helper = UserFactory(email="helper@example.org")
    came = at_once(*[lambda: invitations.accept(invitation=invitation, user=helper)] * 4)
    assert kinds(came) == {list: 1, InvitationOver: 3}
    assert AccountAccess.objects.filter(user=helper).count() == 1


def test_two_invitations_to_one_account_accepted_at_once_end_kindly() -> None:
    helper = UserFactory(email="helper@example.org")
    offers = [invitation_by(AccessFactory()), invitation_by(AccessFactory())]
    Invitation.objects.update(state="pending", answered_at=None, answered_by=None)
    came = at_once(
        *(lambda offer=offer: invitations.accept(invitation=offer, user=helper) for offer in offers)
    )
    assert set(kinds(came)) <= {list, InvitationOver}, came
    assert AccountAccess.objects.filter(user=helper, revoked_at__isnull=True).count() == 1


def test_the_form_of_an_invitation_sent_twice_invites_once() -> None:
    owner, form = AccessFactory(), {"form_key": new_form_key(), "access_until": timezone.now() + timedelta(9)}
    came = at_once(*[lambda: invitation_by(owner, **form)] * 4)
    assert kinds(came) == {Invitation: 4}, came
    assert len({one.pk for one in came}) == Invitation.objects.count() == 1


def test_an_invitation_is_either_withdrawn_or_accepted() -> None:
    owner, helper = AccessFactory(), UserFactory(email="helper@example.org")
    for _round in range(5):
        invitation = invitation_by(owner)
        accepted, _withdrawn = at_once(
            lambda offer=invitation: invitations.accept(invitation=offer, user=helper),
            lambda offer=invitation: invitations.withdraw(invitation=offer, actor=owner.user),
        )
        invitation.refresh_from_db()
        assert (invitation.state == "accepted") is isinstance(accepted, list)


def test_without_the_unique_row_one_person_gets_two_accesses() -> None:
    [rule] = [rule for rule in AccountAccess._meta.constraints if rule.name == "access_one_unrevoked"]
    assert isinstance(rule, models.UniqueConstraint)
    user = UserFactory()
    with connection.schema_editor() as editor:
        editor.remove_constraint(AccountAccess, rule)
    all_have_looked = threading.Barrier(2, timeout=PATIENCE)

    def link() -> AccountAccess:
        with transaction.atomic():
            assert not AccountAccess.objects.filter(user=user).exists()
            all_have_looked.wait()
            return link_account(user=user, account_no="100245")

    try:
        came = at_once(link, link)
        assert AccountAccess.objects.filter(user=user).count() == 2, came
    finally:
        AccountAccess.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(AccountAccess, rule)


def test_workers_that_tell_the_same_at_once_keep_one_message() -> None:
    user, letter = UserFactory(), Letter(subject="Your reading was rejected", paragraphs=["Read it again."])
    came = at_once(*[lambda: keep(user=user, letter=letter, kind=LetterKind.READINGS, key="1")] * 3)
    assert kinds(came) == {Message: 3}, came
    assert len({message.pk for message in came}) == Message.objects.count() == 1
