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
