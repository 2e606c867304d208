"""With the last owner his helpers go, whichever way he goes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail

from ebok.outbox.models import Job
from ebok.outbox.working import drain
from selfservice.access import ending
from selfservice.access.invitations.services import accept
from selfservice.access.invitations.tests.factories import invitation_by
from selfservice.access.leaving.work import forget_person
from selfservice.access.models import AccountAccess
from selfservice.access.queries import customer_accounts
from selfservice.access.tests.factories import AccessFactory
from selfservice.identity.models import User

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


def test_the_last_owners_leaving_ends_the_helpers_too(owner: AccountAccess, helper: Any) -> None:
    accept(invitation=invitation_by(owner), user=helper)
    ending.end_access(access=owner, actor=owner.user, reason="given up")
    assert customer_accounts(helper) == []
    for job in Job.objects.filter(kind=ending.KIND):
        ending.deliver(job.payload)
    assert [message.to for message in mail.outbox] == [["helper@example.org"]]


def test_with_another_owner_left_the_helpers_stay(owner: AccountAccess, helper: Any) -> None:
    AccessFactory()
    accept(invitation=invitation_by(owner), user=helper)
    ending.end_access(access=owner, actor=owner.user, reason="given up")
    assert len(customer_accounts(helper)) == 1


def test_helpers_of_an_account_whose_last_owner_closes_his_sign_in_are_gone_and_told(
    owner: AccountAccess, helper: Any
) -> None:
    last = AccessFactory()
    accept(invitation=invitation_by(owner), user=helper)
    ending.end_access(access=owner, actor=owner.user, reason="given up")
    assert len(customer_accounts(helper)) == 1
    mail.outbox.clear()
    User.objects.filter(pk=last.user.pk).update(is_active=False)
    forget_person(user=last.user)
    assert customer_accounts(helper) == []
    drain()
    assert ["helper@example.org"] in [message.to for message in mail.outbox]
