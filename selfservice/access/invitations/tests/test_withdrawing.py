"""A co-owner takes his own account out of an offer, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from ebok.audit.models import AuditEntry
from selfservice.access.invitations.errors import InvitationOver
from selfservice.access.invitations.models import Invitation
from selfservice.access.invitations.queries import open_of_account
from selfservice.access.invitations.services import accept, withdraw_for
from selfservice.access.invitations.tests.factories import invitation_by
from selfservice.access.models import AccountAccess
from selfservice.access.tests.factories import AccessFactory

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


def offered(owner: AccountAccess) -> tuple[Any, AccountAccess]:
    other = AccessFactory(account_no="200300", user=owner.user)
    co_owner = AccessFactory(account_no=owner.account_no)
    return invitation_by(owner, other), co_owner


def test_the_other_accounts_stay_offered(owner: AccountAccess, helper: Any) -> None:
    invitation, co_owner = offered(owner)
    withdraw_for(invitation=invitation, account_no=owner.account_no, owner=co_owner.user)
    assert open_of_account(owner.account_no) == []
    given = accept(invitation=invitation, user=helper)
    assert [access.account_no for access in given] == ["200300"]
    noted = AuditEntry.objects.filter(action="invitations.withdrawn")
    assert [(entry.account_no, entry.actor_id) for entry in noted] == [
        (owner.account_no, str(co_owner.user.pk))
    ]


def test_an_offer_of_one_account_is_withdrawn_whole(owner: AccountAccess) -> None:
    co_owner, invitation = AccessFactory(account_no=owner.account_no), invitation_by(owner)
    withdraw_for(invitation=invitation, account_no=owner.account_no, owner=co_owner.user)
    assert Invitation.objects.get().state == "withdrawn"


def test_who_sent_it_takes_it_back_whole(owner: AccountAccess, helper: Any) -> None:
    invitation, _co_owner = offered(owner)
    withdraw_for(invitation=invitation, account_no=owner.account_no, owner=owner.user)
    with pytest.raises(InvitationOver):
        accept(invitation=invitation, user=helper)


def test_an_answered_one_stays_as_it_is(owner: AccountAccess, helper: Any) -> None:
    invitation, co_owner = offered(owner)
    accept(invitation=invitation, user=helper)
    withdraw_for(invitation=invitation, account_no=owner.account_no, owner=co_owner.user)
    assert invitation.accounts.count() == 2


def test_a_co_owners_invitation_of_the_same_address_replaces_the_common_account_alone(
    owner: AccountAccess, helper: Any
) -> None:
    invitation, co_owner = offered(owner)
    newer = invitation_by(co_owner)
    assert [each.account_no for each in invitation.accounts.all()] == ["200300"]
    given = [*accept(invitation=invitation, user=helper), *accept(invitation=newer, user=helper)]
    assert [access.account_no for access in given] == ["200300", owner.account_no]


def test_a_co_owners_invitation_to_all_its_accounts_replaces_an_offer_whole(owner: AccountAccess) -> None:
    invitation, co_owner = offered(owner)
    invitation_by(co_owner, AccessFactory(account_no="200300", user=co_owner.user))
    invitation.refresh_from_db()
    assert invitation.state == "withdrawn"
    noted = AuditEntry.objects.filter(action="invitations.withdrawn", object_id=str(invitation.pk))
    assert sorted(entry.account_no for entry in noted) == sorted([owner.account_no, "200300"])


def test_ones_own_newer_invitation_replaces_the_older_whole(owner: AccountAccess, helper: Any) -> None:
    invitation, _co_owner = offered(owner)
    invitation_by(owner)
    with pytest.raises(InvitationOver):
        accept(invitation=invitation, user=helper)
