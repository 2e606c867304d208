"""Inviting helpers: who may, what the letter holds, and that an invitation works once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from ebok.audit.models import AuditEntry
from ebok.outbox.models import Job
from selfservice.access import notices
from selfservice.access.invitations import mail as letters
from selfservice.access.invitations.errors import (
    CannotInvite,
    InvitationOver,
    NotForThisAddress,
    TooManyInvitations,
)
from selfservice.access.invitations.models import Invitation
from selfservice.access.invitations.queries import by_token, open_for, open_of_account
from selfservice.access.invitations.services import MOST_A_DAY, accept, decline, withdraw
from selfservice.access.invitations.tests.factories import invitation_by
from selfservice.access.models import AccountAccess, ClosedAccount
from selfservice.access.queries import customer_accounts
from selfservice.access.services import revoke_access
from selfservice.access.tests.factories import AccessFactory
from selfservice.identity.models import User
from selfservice.identity.tests.factories import UserFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


def sent_letter() -> Any:
    letters.send_invitation(Job.objects.get(kind=letters.INVITED).payload)
    return mail.outbox[-1]


def test_accepting_gives_what_was_offered_until_then(owner: AccountAccess, helper: Any) -> None:
    invitation = invitation_by(owner, level="pay")
    (access,) = accept(invitation=invitation, user=helper)
    assert customer_accounts(helper) == [access]
    assert (access.role, access.level, access.purpose) == ("delegate", "pay", "pays for his mother")
    assert (access.expires_at, access.granted_by) == (invitation.access_until, owner.user)
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["invitations.sent", "access.account_linked", "invitations.accepted"]


def test_the_letter_alone_holds_the_secret(owner: AccountAccess, helper: Any) -> None:
    invitation = invitation_by(owner)
    letter = sent_letter()
    assert letter.to == ["helper@example.org"]
    link = re.search(r"/en/portal/invitations/([\w-]{43})/", str(letter.body))
    assert link and by_token(link[1]) == invitation
    assert link[0] in letter.alternatives[0][0]
    kept = str(Invitation.objects.values().get()) + str(Job.objects.values())
    assert link[1] not in kept
    assert "helper@example.org" not in str(Job.objects.values())


def test_the_letter_repeats_nothing_that_a_customer_typed(owner: AccountAccess, helper: Any) -> None:
    invitation_by(owner, purpose="Win at evil.example now")
    letter = sent_letter()
    assert "evil" not in str(letter.body) + letter.alternatives[0][0] + letter.subject


def test_a_letter_written_after_a_change_of_the_secret_key_still_works(
    owner: AccountAccess, helper: Any, settings: Any
) -> None:
    invitation = invitation_by(owner)
    settings.SECRET_KEY = "another secret key of sufficient length 0123456789"
    link = re.search(r"/invitations/([\w-]{43})/", str(sent_letter().body))
    assert link and by_token(link[1]) == invitation


def test_links_sent_and_shown_outlive_a_change_of_the_secret_key_that_keeps_the_old_one(
    owner: AccountAccess, helper: Any, settings: Any
) -> None:
    invitation = invitation_by(owner)
    sent = invitation.token
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key of sufficient length 0123456789"
    shown = Invitation.objects.get(pk=invitation.pk).token
    assert by_token(sent) == by_token(shown) == invitation


@pytest.mark.parametrize("answered", ["withdrawn", "too late"])
def test_no_letter_is_sent_for_an_invitation_that_is_over(
    owner: AccountAccess, answered: str, helper: Any
) -> None:
    invitation = invitation_by(owner)
    payload = Job.objects.get(kind=letters.INVITED).payload
    if answered == "withdrawn":
        withdraw(invitation=invitation, actor=owner.user)
        letters.send_invitation(payload)
    else:
        with time_machine.travel(timezone.now() + timedelta(days=15)):
            letters.send_invitation(payload)
    assert not mail.outbox


def test_an_invitation_works_once(owner: AccountAccess, helper: Any) -> None:
    invitation = invitation_by(owner)
    (access,) = accept(invitation=invitation, user=helper)
    revoke_access(access=access, actor=owner.user)
    with pytest.raises(InvitationOver):
        accept(invitation=invitation, user=helper)
    with pytest.raises(InvitationOver):
        decline(invitation=invitation, user=helper)
    assert customer_accounts(helper) == []


def test_of_two_answers_at_the_same_moment_one_counts(owner: AccountAccess, helper: Any) -> None:
    """Both windows have read the invitation as pending; the row decides, not what was read."""
    first = invitation_by(owner)
    second = Invitation.objects.get(pk=first.pk)
    assert (first.state, second.state) == ("pending", "pending")
    accept(invitation=first, user=helper)
    with pytest.raises(InvitationOver):
        accept(invitation=second, user=helper)
    assert AccountAccess.objects.filter(user=helper).count() == 1


def test_without_the_check_in_the_update_the_database_still_gives_one_access(
    owner: AccountAccess, helper: Any
) -> None:
    AccessFactory(user=helper, delegate=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessFactory(user=helper, delegate=True)


def test_an_invitation_runs_out(owner: AccountAccess, helper: Any) -> None:
    invitation = invitation_by(owner)
    with time_machine.travel(invitation.expires_at, tick=False):
        assert open_for(helper) == []
        with pytest.raises(InvitationOver):
            accept(invitation=invitation, user=helper)


def test_it_never_outlives_the_access_it_offers(owner: AccountAccess) -> None:
    until = timezone.now() + timedelta(days=2)
    assert invitation_by(owner, access_until=until).expires_at == until


@pytest.mark.parametrize("email", ["other@example.org", "helper@example.org.example.org"])
def test_only_the_address_it_was_sent_to_can_answer(owner: AccountAccess, email: str) -> None:
    invitation = invitation_by(owner)
    for answer in (accept, decline):
        with pytest.raises(NotForThisAddress):
            answer(invitation=invitation, user=UserFactory(email=f"{answer.__name__}.{email}"))
    assert AccountAccess.objects.count() == 1


def test_an_unconfirmed_address_cannot_answer(owner: AccountAccess) -> None:
    invitation = invitation_by(owner)
    stranger = UserFactory(email="helper@example.org", confirmed=False)
    with pytest.raises(NotForThisAddress):
        accept(invitation=invitation, user=stranger)
    assert open_for(stranger) == []


def test_declining_gives_nothing_and_the_owner_is_told(owner: AccountAccess, helper: Any) -> None:
    decline(invitation=invitation_by(owner), user=helper)
    letters.send_refusal(Job.objects.get(kind=letters.DECLINED).payload)
    assert mail.outbox[-1].to == ["owner@example.org"]
    assert customer_accounts(helper) == [] and open_of_account("100245") == []


def test_the_owners_are_told_when_somebody_accepts(owner: AccountAccess, helper: Any) -> None:
    AccessFactory(user__email="wife@example.org")
    accept(invitation=invitation_by(owner), user=helper)
    for job in Job.objects.filter(kind=notices.KIND):
        notices.deliver(job.payload)
    assert sorted(message.to[0] for message in mail.outbox) == ["owner@example.org", "wife@example.org"]


@pytest.mark.parametrize("level", ["view", "pay", "act"])
def test_a_delegate_never_invites(level: str) -> None:
    with pytest.raises(PermissionError):
        invitation_by(AccessFactory(delegate=True, level=level))
    assert not Invitation.objects.exists()


def test_nobody_invites_for_accounts_of_different_people(owner: AccountAccess) -> None:
    with pytest.raises(PermissionError):
        invitation_by(owner, AccessFactory(account_no="200"))


@pytest.mark.parametrize("email", ["owner@example.org", " WIFE@example.org"])
def test_an_owner_is_not_invited(owner: AccountAccess, email: str) -> None:
    AccessFactory(user__email="wife@example.org")
    with pytest.raises(CannotInvite):
        invitation_by(owner, email=email)


def test_a_double_click_invites_once(owner: AccountAccess) -> None:
    form = {"form_key": "same", "access_until": timezone.now() + timedelta(days=30)}
    assert invitation_by(owner, **form) == invitation_by(owner, **form)
    assert Job.objects.filter(kind=letters.INVITED).count() == 1


@pytest.mark.parametrize("corrected", [{"email": "other@example.org"}, {"level": "act"}, {"purpose": "else"}])
def test_what_somebody_corrects_after_going_back_is_not_lost(
    owner: AccountAccess, corrected: dict[str, str]
) -> None:
    form = {"form_key": "same", "access_until": timezone.now() + timedelta(days=30)}
    first, second = invitation_by(owner, **form), invitation_by(owner, **{**form, **corrected})
    assert second != first
    assert {name: getattr(second, name) for name in corrected} == corrected
    assert by_token(second.token) == second and by_token(first.token) == first


def test_a_new_invitation_takes_the_place_of_the_open_one(owner: AccountAccess, helper: Any) -> None:
    first = invitation_by(owner)
    second = invitation_by(owner, level="act")
    assert open_for(helper) == [second]
    with pytest.raises(InvitationOver):
        accept(invitation=first, user=helper)


def test_one_invitation_serves_many_accounts_of_a_manager(owner: AccountAccess, helper: Any) -> None:
    others = [AccessFactory(user=owner.user, account_no=f"30{n}") for n in range(5)]
    given = accept(invitation=invitation_by(owner, *others), user=helper)
    assert [access.account_no for access in given] == ["100245", "300", "301", "302", "303", "304"]


def test_accounts_that_the_inviter_lost_are_left_out(owner: AccountAccess, helper: Any) -> None:
    other = AccessFactory(user=owner.user, account_no="300")
    invitation = invitation_by(owner, other)
    revoke_access(access=owner, actor=None)
    assert [access.account_no for access in accept(invitation=invitation, user=helper)] == ["300"]


@pytest.mark.parametrize("lost", ["revoked", "closed", "switched off"])
def test_an_invitation_by_somebody_who_owns_nothing_any_more_is_void(
    owner: AccountAccess, helper: Any, lost: str
) -> None:
    invitation = invitation_by(owner)
    if lost == "revoked":
        revoke_access(access=owner, actor=None)
    elif lost == "switched off":
        User.objects.filter(pk=owner.user_id).update(is_active=False)
    else:
        ends = timezone.now() + timedelta(days=9)
        ClosedAccount.objects.create(account_no="100245", closed_on=timezone.localdate(), access_ends_at=ends)
    with pytest.raises(InvitationOver):
        accept(invitation=invitation, user=helper)


def test_new_terms_replace_the_old_access_of_a_delegate(owner: AccountAccess, helper: Any) -> None:
    old = AccessFactory(user=helper, delegate=True)
    (new,) = accept(invitation=invitation_by(owner, level="act"), user=helper)
    old.refresh_from_db()
    assert old.revoked_at is not None and customer_accounts(helper) == [new]


def test_invitations_are_no_way_to_send_letters_to_the_world(owner: AccountAccess) -> None:
    now = timezone.now()
    Invitation.objects.bulk_create(
        Invitation(
            email=f"{n}@example.org",
            level="view",
            purpose="x",
            access_until=now + timedelta(days=1),
            expires_at=now + timedelta(days=1),
            invited_by=owner.user,
            form_key=str(n),
            token_digest=str(n),
        )
        for n in range(MOST_A_DAY)
    )
    with pytest.raises(TooManyInvitations):
        invitation_by(owner)
    with time_machine.travel(now + timedelta(days=1, seconds=1)):
        assert invitation_by(owner).pk
