"""The inbox in the browser: what is listed, marked and counted, and what stays hidden."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from selfservice.access.models import AccountAccess
from selfservice.access.services import revoke_access
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests.factories import AccountFactory, FeedFactory
from selfservice.identity.mail import LetterKind
from selfservice.messaging.models import Message
from selfservice.messaging.tests.factories import MessageFactory
from selfservice.zones.portal.tests.test_dashboard import count, queries_of_both_databases

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
INBOX = "/en/portal/messages/"
HOME = "/en/portal/accounts/100245/"


@pytest.fixture
def access() -> AccountAccess:
    FeedFactory()
    AccountFactory(account_no="100245")
    made: AccountAccess = AccessFactory.create(account_no="100245")
    return made


@pytest.fixture
def reader(access: AccountAccess, client: Client) -> Client:
    client.force_login(access.user)
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_opening_from_the_list_marks_as_read_and_looking_does_not(
    reader: Client, access: AccountAccess
) -> None:
    message = MessageFactory.create(user=access.user, subject="Your reading was rejected")
    page = text(reader, INBOX)
    assert "Your reading was rejected" in page and "1 unread message" in page
    text(reader, f"{INBOX}{message.pk}/")
    assert Message.objects.get().is_unread
    opened = reader.post(f"{INBOX}{message.pk}/read/", follow=True)
    assert "There is an answer" in opened.content.decode() and not Message.objects.get().is_unread
    assert "No unread messages." in text(reader, INBOX)
    reader.post(f"{INBOX}{message.pk}/unread/")
    assert Message.objects.get().is_unread


def test_markup_in_a_message_is_shown_as_text(reader: Client, access: AccountAccess) -> None:
    message = MessageFactory.create(user=access.user, subject="<b>x", body="<script>alert(1)</script>")
    for path in (INBOX, f"{INBOX}{message.pk}/"):
        assert "<script>alert" not in text(reader, path) and "<b>x" not in text(reader, path)


def test_all_that_the_list_showed_is_marked(reader: Client, access: AccountAccess) -> None:
    shown = MessageFactory.create(user=access.user)
    assert f'name="until" value="{shown.pk}"' in text(reader, INBOX)
    MessageFactory(user=access.user)
    answer = reader.post(f"{INBOX}all-read/", {"until": shown.pk}, follow=True).content.decode()
    assert "1 message is marked as read." in answer and "1 unread message" in answer


@pytest.mark.parametrize("until", ["", "-1", "x", "9" * 40, "²"])
def test_a_forged_mark_marks_nothing(reader: Client, access: AccountAccess, until: str) -> None:
    MessageFactory(user=access.user)
    assert reader.post(f"{INBOX}all-read/", {"until": until}).status_code in {302, 404}
    assert Message.objects.get().is_unread


def test_a_lost_access_hides_its_messages_from_list_page_and_acts(
    reader: Client, access: AccountAccess
) -> None:
    message = MessageFactory.create(user=access.user, account_no="100245", subject="Of the account")
    revoke_access(access=access, actor=access.user)
    assert "Of the account" not in text(reader, INBOX)
    assert reader.get(f"{INBOX}{message.pk}/").status_code == 404
    for act in ("read", "unread"):
        assert reader.post(f"{INBOX}{message.pk}/{act}/").status_code == 404
    assert Message.objects.get().is_unread


def test_the_list_is_narrowed_to_unread_ones_and_to_an_account(reader: Client, access: AccountAccess) -> None:
    AccessFactory(user=access.user, account_no="200")
    MessageFactory(user=access.user, account_no="100245", subject="First account")
    MessageFactory(user=access.user, account_no="200", subject="Second account")
    MessageFactory(user=access.user, subject="Read before", read_at=timezone.now())
    assert "Second account" not in text(reader, f"{INBOX}?account=100245")
    unread = text(reader, f"{INBOX}?unread=on")
    assert "Second account" in unread and "Read before" not in unread
    assert "No message fits" in text(reader, f"{INBOX}?account=not-mine")


def test_older_pages_keep_the_filter(reader: Client, access: AccountAccess) -> None:
    for number in range(25):
        MessageFactory(user=access.user, subject=f"Number {number}.")
    page = text(reader, f"{INBOX}?unread=on")
    assert "Number 5." in page and "Number 4." not in page and "?unread=on&amp;before=" in page
    oldest = Message.objects.get(subject="Number 5.").pk
    assert "Number 4." in text(reader, f"{INBOX}?unread=on&before={oldest}")
    assert reader.get(f"{INBOX}?before=x").status_code == 404


@pytest.mark.parametrize("kind", [LetterKind.CASES, LetterKind.SIGN_IN])
def test_the_way_to_a_page_that_is_switched_off_is_not_shown(
    reader: Client, access: AccountAccess, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = {"kind": kind, "path": "/en/portal/somewhere/", "link_text": "Read the ticket"}
    message = MessageFactory.create(user=access.user, **facts)
    path = f"{INBOX}{message.pk}/"
    assert 'href="/en/portal/somewhere/"' in text(reader, path)
    monkeypatch.setattr("cms_pages.modules.enabled", lambda module: module != "tickets")
    assert ("somewhere" in text(reader, path)) == (kind == LetterKind.SIGN_IN)


def test_dashboard_and_menu_count_what_waits_in_all_accounts(reader: Client, access: AccountAccess) -> None:
    AccessFactory(user=access.user, account_no="200")
    for account_no in ("100245", "200", "", "lost"):
        MessageFactory(user=access.user, account_no=account_no)
    MessageFactory(account_no="100245")
    page = text(reader, HOME)
    assert "3 unread messages" in page
    menu = '<span>Messages</span><span class="tag info">3<span class="visually-hidden"> unread</span></span>'
    for path in (HOME, INBOX, f"{HOME}tickets/", "/en/portal/announcements/"):
        assert menu in text(reader, path), path


def test_somebody_without_an_account_has_an_inbox(client: Client) -> None:
    message = MessageFactory.create()
    client.force_login(message.user)
    assert message.subject in text(client, INBOX)
    assert "1<span" in text(client, "/en/portal/")


def test_the_history_of_an_account_tells_its_own_messages_to_their_reader(
    reader: Client, access: AccountAccess
) -> None:
    facts: dict[str, Any] = {"user": access.user, "account_no": "100245"}
    message = MessageFactory.create(subject="Reading rejected", **facts)
    MessageFactory(user=access.user, subject="About the sign-in")
    MessageFactory(account_no="100245", subject="To somebody else")
    page = text(reader, f"{HOME}history/?kind=messages")
    assert "Message: Reading rejected" in page and f"{INBOX}{message.pk}/" in page
    assert "About the sign-in" not in page and "To somebody else" not in page


@pytest.mark.long
def test_more_messages_and_accounts_cost_no_more_queries(reader: Client, access: AccountAccess) -> None:
    def cost() -> dict[str, int]:
        found = {}
        for path in (INBOX, f"{INBOX}{Message.objects.earliest('pk').pk}/", HOME):
            with queries_of_both_databases() as captured:
                text(reader, path)
            found[path] = count(captured)
        return found

    MessageFactory(user=access.user, account_no="100245")
    cost()  # what is read once a process is none of theirs
    few = cost()
    for number in range(15):
        AccessFactory(user=access.user, account_no=str(number))
        MessageFactory.create_batch(3, user=access.user, account_no=str(number))
    assert cost() == few
    assert list(few.values()) == [4, 4, 8]
