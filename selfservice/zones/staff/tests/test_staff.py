"""The staff zone: alarms, deliveries of data, and the event log."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ebok.audit.models import AuditEntry
from ebok.audit.services import record
from ebok.core.alarms import clear_alarm, raise_alarm
from ebok.core.heartbeats import SCHEDULER, beat
from ebok.core.models import Heartbeat
from ebok.outbox.tests.factories import JobFactory
from selfservice.access.data_changes.models import DataChange
from selfservice.exchange.models import Feed
from selfservice.exchange.tests.factories import FeedFactory
from selfservice.identity.roles import Role
from selfservice.identity.second_factor.models import FactorRemovalRequest
from selfservice.identity.tests.factories import UserFactory, person
from selfservice.metering.tests.factories import SubmissionFactory
from selfservice.tickets.models import Ticket
from selfservice.tickets.tests.factories import a_ticket
from selfservice.zones.staff.views.event_log import PAGE_SIZE

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
LOG = "/en/staff/log/"


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(person(Role.ADMINISTRATOR))
    return client


def test_the_start_page_shows_open_alarms_only(administrator: Client) -> None:
    FeedFactory()
    raise_alarm(code="documents.file_missing", key="files/a.pdf")
    raise_alarm(code="exchange.stale")
    clear_alarm(code="exchange.stale")
    text = administrator.get("/en/staff/").content.decode()
    assert "documents.file_missing" in text and "files/a.pdf" in text and "exchange.stale" not in text


def test_the_start_page_tells_of_dead_background_work(administrator: Client, settings) -> None:
    beat(SCHEDULER)
    assert "No alarms" in administrator.get("/en/staff/").content.decode()
    long_ago = timezone.now() - timedelta(hours=1)
    Heartbeat.objects.update(at=long_ago)
    JobFactory(due_at=long_ago)
    text = administrator.get("/en/staff/").content.decode()
    assert "scheduler.silent" in text and "outbox.queue_age" in text


def test_the_start_page_tells_fresh_from_stale_from_missing_data(administrator: Client) -> None:
    assert "There is no billing data" in administrator.get("/en/staff/").content.decode()
    FeedFactory(stale=True)
    assert ">stale<" in administrator.get("/en/staff/").content.decode().replace("</svg>", ">")
    FeedFactory()
    assert ">fresh<" in administrator.get("/en/staff/").content.decode().replace("</svg>", ">")


def test_the_start_page_counts_the_tickets_that_wait_in_one_query(client: Client) -> None:
    clerk = person(Role.CLERK)
    client.force_login(clerk)
    FeedFactory()
    client.get("/en/staff/")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/staff/")
    yesterday = timezone.localdate() - timedelta(days=1)
    for facts in ({"assignee": clerk}, {"assignee": clerk}, {"due_on": yesterday}, {"state": "done"}):
        Ticket.objects.filter(pk=a_ticket().pk).update(**facts)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/en/staff/").content.decode()
    waiting = {"mine": "Mine: 2", "unassigned": "Nobody's: 1", "overdue": "Deadline passed: 1"}
    for pile, words in waiting.items():
        assert f'href="/en/staff/tickets/?pile={pile}">{words}</a>' in page
    assert len(many) == len(few)
    assert sum("tickets_ticket" in query["sql"] for query in many) == 1


def test_the_start_page_shows_no_tickets_to_who_handles_none(client: Client) -> None:
    client.force_login(person(Role.CASHIER))
    assert "pile=mine" not in client.get("/en/staff/").content.decode()


def test_the_start_page_counts_what_waits_for_a_decision_in_one_query_each(client: Client) -> None:
    clerk, owner = person(Role.CLERK), UserFactory()
    client.force_login(clerk)
    client.get("/en/staff/")
    with CaptureQueriesContext(connection) as few:
        client.get("/en/staff/")
    SubmissionFactory(doubtful=True, installation_no="Z1")
    SubmissionFactory(doubtful=True, installation_no="Z2")
    SubmissionFactory(installation_no="Z3")
    DataChange.objects.create(account_no="100245", field_set="contact", asked_by=owner)
    for user, age in ((owner, 1), (UserFactory(), 25)):
        asked_at = timezone.now() - timedelta(hours=age)
        FactorRemovalRequest.objects.create(user=user, asked_by=clerk, asked_at=asked_at, reason="lost")
    with CaptureQueriesContext(connection) as many:
        page = client.get("/en/staff/").content.decode()
    for path, words in (
        ("readings/", "Readings to check: 2"),
        ("data-changes/", "Changes of contact data: 1"),
        ("security/removals/", "Lost second factors, each for a day: 1"),
    ):
        assert f'href="/en/staff/{path}">{words}</a>' in page
    assert len(many) == len(few)


def test_the_start_page_counts_only_what_the_position_may_decide(client: Client) -> None:
    client.force_login(person(Role.READING_COORDINATOR))
    page = client.get("/en/staff/").content.decode()
    assert "Readings to check: 0" in page and "Changes of contact data: " not in page
    client.force_login(person(Role.DISPATCHER))
    assert "Waiting for a decision" not in client.get("/en/staff/").content.decode()


def test_the_menu_shows_what_the_position_may_open(client: Client) -> None:
    client.force_login(person(Role.CLERK))
    text = client.get("/en/staff/").content.decode()
    assert "/en/staff/log/" not in text and "/en/staff/loads/" not in text


def test_a_rejected_delivery_is_listed_with_file_line_column_and_reason(administrator: Client) -> None:
    feed = FeedFactory(
        state=Feed.State.REJECTED,
        errors=1,
        report={
            "errors": [
                {"file": "invoices.csv", "line": 17, "column": "gross", "code": "amount", "reason": "no sum"}
            ],
            "error_counts": {"invoices.csv: amount": 1},
            "warnings": [],
            "tables": {"accounts": {"read": 10, "new": 2}},
        },
    )
    listed = administrator.get("/en/staff/loads/").content.decode()
    assert f"/en/staff/loads/{feed.pk}/" in listed and "rejected" in listed
    text = administrator.get(f"/en/staff/loads/{feed.pk}/").content.decode()
    assert all(word in text for word in ("invoices.csv", ">17<", "gross", "no sum", "accounts"))


def test_a_silent_exchange_is_told_honestly(administrator: Client) -> None:
    with mock.patch.object(Feed.objects, "defer", side_effect=OperationalError):
        answer = administrator.get("/en/staff/loads/")
    assert answer.status_code == 503
    assert "Billing data is not available" in answer.content.decode()


def test_the_event_log_speaks_in_sentences_and_names_the_actor(administrator: Client) -> None:
    clerk = UserFactory(email="clerk@example.org")
    record(action="documents.downloaded", actor=clerk, object_type="invoice", object_id="FV/1")
    text = administrator.get(LOG).content.decode()
    assert "Downloaded a file" in text and "clerk@example.org" in text and "FV/1" in text


def test_text_of_strangers_in_the_log_is_inert(administrator: Client) -> None:
    record(action="access.denied", object_id="<script>alert(1)</script>", reason="<img src=x>")
    text = administrator.get(LOG).content.decode()
    assert "<script>alert" not in text and "<img src=x>" not in text


def test_reading_the_event_log_is_an_event(administrator: Client) -> None:
    administrator.get(LOG, {"account": "100245"})
    entry = AuditEntry.objects.get(action="staff.event_log_read")
    assert (entry.account_no, entry.details) == ("100245", {"filter": ["account"]})


@pytest.mark.long
def test_the_event_log_is_filtered(administrator: Client) -> None:
    customer = UserFactory(email="maria@example.org")
    now = timezone.now()
    record(action="documents.downloaded", actor=customer, account_no="100245", object_id="WANTED")
    record(action="documents.downloaded", account_no="200", object_id="OTHER")

    def shows(**query: str) -> tuple[bool, bool]:
        text = administrator.get(LOG, query).content.decode()
        return "WANTED" in text, "OTHER" in text

    today, tomorrow = (f"{timezone.localdate(now + timedelta(days=days))}" for days in (0, 1))
    assert shows() == (True, True)
    assert shows(account="100245") == (True, False)
    assert shows(actor="Maria@example.org") == (True, False)
    assert shows(actor="unknown@example.org") == (False, False)
    assert shows(action="access.denied") == (False, False)
    assert shows(since=today, until=today) == (True, True)
    assert shows(since=tomorrow) == (False, False)


def test_a_senseless_filter_is_told_and_filters_nothing(administrator: Client) -> None:
    record(action="documents.downloaded", object_id="SHOWN")
    text = administrator.get(LOG, {"since": "yesterday", "before": "-1"}).content.decode()
    assert "Something needs correcting" in text and "SHOWN" in text


@pytest.mark.long
def test_the_log_is_walked_page_by_page_at_equal_cost(administrator: Client) -> None:
    for number in range(PAGE_SIZE * 2):
        record(action="documents.downloaded", object_id=f"entry-{number:04}")
    administrator.get(LOG)
    seen, url, costs = set(), LOG, []
    while url:
        with CaptureQueriesContext(connection) as captured:
            answer = administrator.get(url)
        costs.append(len(captured))
        seen |= {word for word in answer.content.decode().split() if word.startswith("entry-")}
        older = answer.context["older_url"]
        url = f"{LOG}{older}" if older else ""
    assert len({word.split("<")[0] for word in seen}) == PAGE_SIZE * 2
    assert len(costs) == 3 and max(costs) <= 7
