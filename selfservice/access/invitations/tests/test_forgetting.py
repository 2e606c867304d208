"""Addresses of people who were invited are not kept for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from selfservice.access.invitations.models import Invitation, InvitedAccount
from selfservice.access.invitations.services import accept
from selfservice.access.invitations.tasks import forget_ended, tidy
from selfservice.access.invitations.tests.factories import invitation_by
from selfservice.access.models import AccountAccess
from selfservice.access.queries import customer_accounts
from selfservice.access.tests.factories import AccessFactory
from selfservice.identity.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> AccountAccess:
    return AccessFactory()


def test_an_answered_one_goes_and_the_access_stays(owner: AccountAccess) -> None:
    helper = UserFactory(email="helper@example.org")
    accept(invitation=invitation_by(owner, email="helper@example.org"), user=helper)
    now = timezone.now()
    assert forget_ended(before=now - timedelta(minutes=1)) == 0
    assert forget_ended(before=now + timedelta(minutes=1)) == 1
    assert not Invitation.objects.exists() and not InvitedAccount.objects.exists()
    assert [access.account_no for access in customer_accounts(helper)] == [owner.account_no]


def test_one_that_nobody_answered_goes_so_long_after_it_ran_out(owner: AccountAccess) -> None:
    invitation = invitation_by(owner, email="helper@example.org")
    end = invitation.expires_at + timedelta(days=settings.INVITATIONS_KEEP_DAYS)
    with time_machine.travel(end - timedelta(minutes=1)):
        tidy()
    assert Invitation.objects.exists()
    with time_machine.travel(end + timedelta(minutes=1)):
        tidy()
    assert not Invitation.objects.exists()
