"""The demo customer has declared and asked for something, once."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from selfservice.access.consents.models import ConsentEntry
from selfservice.access.data_changes.models import DataChange
from selfservice.access.demo import PEOPLE
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import UserFactory, person

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


def test_running_it_twice_declares_and_asks_once(settings) -> None:
    settings.DEMO = True
    FeedFactory()
    AccountFactory(account_no="100245")
    for each in PEOPLE:
        if each.name == "clerk":
            person(Role.CLERK, email=each.email)
        elif each.name == "customer":
            AccessFactory(user=UserFactory(email=each.email), account_no="100245")
    for _run in range(2):
        call_command("demo_own_data")
    assert ConsentEntry.objects.filter(is_given=True).count() == 4
    assert ConsentEntry.objects.filter(is_given=False, consent="marketing").count() == 1
    assert sorted(DataChange.objects.values_list("state", flat=True)) == ["pending", "rejected"]


def test_no_office_gets_them() -> None:
    with pytest.raises(CommandError):
        call_command("demo_own_data")
