"""Trust in browsers and the event log change together or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from selfservice.identity.second_factor import trust
from selfservice.identity.second_factor.models import TrustedDevice
from selfservice.identity.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ACTS: dict[str, Callable[[Any], object]] = {
    "remember": lambda user: remember(user),
    "forget": lambda user: trust.forget(user=user, device_id=TrustedDevice.objects.get().pk),
    "forget all": lambda user: trust.forget_all(user=user),
}


def remember(user: Any) -> None:
    trust.remember(request=RequestFactory().get("/"), response=HttpResponse(), user=user)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_trust_is_neither_given_nor_taken_unrecorded(act: Callable[[Any], object]) -> None:
    user = UserFactory.create()
    remember(user)
    with mock.patch.object(trust, "record_own", side_effect=OSError), pytest.raises(OSError):
        act(user)
    assert trust.current(user).count() == 1
