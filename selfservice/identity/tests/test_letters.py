"""Letters about the safety of a sign-in reach their reader once, in his language."""

from typing import Any

import pytest
from django.core import mail

from ebok.outbox.errors import TemporaryError
from ebok.outbox.models import Job
from selfservice.identity import letters
from selfservice.identity.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def payload() -> dict[str, Any]:
    return Job.objects.get(kind=letters.KIND).payload


def test_a_letter_is_written_with_its_cause_and_sent_by_the_worker() -> None:
    user = UserFactory.create(language="en")
    letters.post(letter="second_factor.removed", user_id=user.pk, key="1")
    assert not mail.outbox
    letters.deliver(payload())
    (sent,) = mail.outbox
    assert sent.to == [user.email]
    assert sent.subject == "Your sign-in no longer asks for a code"
    assert "Only the password protects it now." in str(sent.body)
    assert "\n\n\n\n" not in str(sent.body)


def test_the_same_key_posts_once() -> None:
    user = UserFactory.create()
    for _time in range(2):
        letters.post(letter="second_factor.removed", user_id=user.pk, key="1")
    assert Job.objects.count() == 1


def test_a_link_leads_to_our_own_address(settings: Any) -> None:
    settings.SITE_URL = "https://ebok.example.pl"
    user = UserFactory.create(language="en")
    letters.post(letter="throttles.locked", user_id=user.pk, key="1")
    letters.deliver(payload())
    assert "https://ebok.example.pl/en/accounts/open/" in str(mail.outbox[0].body)
    assert "/open/" not in str(payload())


def test_the_job_holds_no_address_and_a_stranger_gets_nothing() -> None:
    user = UserFactory.create()
    letters.post(letter="second_factor.removed", user_id=user.pk, key="1")
    assert user.email not in str(payload())
    letters.deliver({**payload(), "user_id": None})
    assert not mail.outbox


def test_a_mail_server_that_is_away_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    user = UserFactory.create()
    letters.post(letter="second_factor.removed", user_id=user.pk, key="1")

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    with pytest.raises(TemporaryError):
        letters.deliver(payload())


def test_an_unknown_letter_is_refused_when_it_is_posted() -> None:
    with pytest.raises(KeyError):
        letters.post(letter="no.such", user_id=1, key="1")
