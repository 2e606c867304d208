"""Readings, tickets and decisions at the same moment, on real connections of PostgreSQL."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from racing import PATIENCE, at_once, kinds

from documents.prepared.models import PreparedDownload
from documents.prepared.services import request_package
from ebok.outbox.models import Job
from selfservice.access.data_changes import services as data_changes
from selfservice.access.data_changes.errors import AlreadyDecided
from selfservice.access.data_changes.models import DataChange
from selfservice.access.data_changes.tests.factories import a_request, an_account
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.outgoing.models import Entry as Line
from selfservice.exchange.tests.factories import (
    AccountFactory,
    MeterFactory,
    ReadingFactory,
    ServicePointFactory,
)
from selfservice.identity.roles import Role
from selfservice.identity.second_factor import removals
from selfservice.identity.second_factor.errors import RemovalNotOpen
from selfservice.identity.second_factor.tests.factories import with_factor
from selfservice.identity.tests.factories import UserFactory, person
from selfservice.metering import errors as metering_errors
from selfservice.metering import office
from selfservice.metering.facts import meter_facts
from selfservice.metering.models import ReadingSubmission
from selfservice.metering.services import Outcome, TypedReading, submit
from selfservice.metering.tests.factories import SubmissionFactory
from selfservice.tickets import services as tickets
from selfservice.tickets.errors import TicketChanged
from selfservice.tickets.models import Entry, EntryKind, Side, Ticket
from selfservice.tickets.services import turns
from selfservice.tickets.tests.factories import CategoryFactory, a_ticket
from selfservice.zones.portal.packages.making import KIND

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True, databases=["default", "exchange"]),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races need real connections"),
]


def a_meter() -> None:
    point = ServicePointFactory(account=AccountFactory(account_no="100245"), point_no="PP1")
    long_ago = timezone.localdate() - timedelta(days=90)
    meter = MeterFactory(point=point, installation_no="Z1", installed_on=long_ago, initial_value=Decimal(390))
    for days, value in ((60, 400), (30, 410)):
        read_on = timezone.localdate() - timedelta(days=days)
        ReadingFactory(installation=meter, read_on=read_on, value=Decimal(value))


def send(value: str, *, token: str, actor: Any) -> Outcome:
    access, today = AccessFactory.build(user=None, account_no="100245"), timezone.localdate()
    return submit(
        account_no="100245",
        facts=meter_facts(access=access, today=today),
        read_on=today,
        readings=[TypedReading("Z1", Decimal(value), "it is so")],
        token=token,
        actor=actor,
    )


def test_one_reading_sent_by_two_helpers_and_a_double_click_is_told_to_billing_once() -> None:
    a_meter()
    people = UserFactory.create_batch(2)
    came = at_once(
        *(lambda user=user: send("420", token=f"form of {user.pk}", actor=user) for user in people * 2)
    )
    assert kinds(came) == {Outcome: 4} and not any(one.refused for one in came), came
    assert len({one.kept[0].pk for one in came}) == 1
    assert (ReadingSubmission.objects.count(), Line.objects.count()) == (1, 1)


def test_of_two_different_states_of_one_day_the_second_waits_for_the_office_or_is_refused() -> None:
    a_meter()
    people = UserFactory.create_batch(2)
    came = at_once(
        lambda: send("420", token="a", actor=people[0]), lambda: send("421", token="b", actor=people[1])
    )
    assert kinds(came) == {Outcome: 2}, came
    refusals = {type(error) for one in came for error in one.refused.values()}
    assert refusals <= {metering_errors.SentMeanwhile}
    assert Line.objects.count() == 1


def test_a_ticket_form_sent_six_times_makes_one_ticket_one_letter_and_one_line() -> None:
    category, user = CategoryFactory(), UserFactory()
    came = at_once(*[lambda: a_ticket(category=category, actor=user, token="one form")] * 6)
    assert kinds(came) == {Ticket: 6} and len({one.pk for one in came}) == 1, came
    assert (Entry.objects.count(), Line.objects.count()) == (1, 1)
    assert Job.objects.filter(kind="tickets.entry_mail").count() == 1


def two_clerks_answer(ticket: Ticket) -> list[Any]:
    clerks = [person(Role.CLERK), person(Role.CLERK)]
    return at_once(
        *(
            lambda clerk=clerk: tickets.answer(
                ticket=ticket, text=f"by {clerk.email}", actor=clerk, seen_version=1, state="done"
            )
            for clerk in clerks
        )
    )


def test_of_two_clerks_who_answer_at_once_one_is_shown_the_other() -> None:
    ticket = a_ticket()
    came = two_clerks_answer(ticket)
    assert kinds(came) == {Entry: 1, TicketChanged: 1}, came
    [refused] = [one for one in came if isinstance(one, TicketChanged)]
    [kept] = [one for one in came if isinstance(one, Entry)]
    assert [change.text for change in refused.changes] == [kept.text]
    assert ticket.entries.filter(side=Side.OFFICE, kind=EntryKind.MESSAGE).count() == 1


def test_without_the_version_in_the_condition_both_clerks_answer(monkeypatch) -> None:
    both_have_read = threading.Barrier(2, timeout=PATIENCE)

    def held(pk: int, *, seen_version: int | None) -> Ticket:
        row = Ticket.objects.select_related("category", "user", "assignee").get(pk=pk)
        assert row.version == seen_version
        both_have_read.wait()
        Ticket.objects.filter(pk=pk).update(version=row.version + 1)
        return row

    monkeypatch.setattr(turns, "_held", held)
    assert kinds(two_clerks_answer(a_ticket())) == {Entry: 2}


def test_customers_writing_at_once_lose_no_message() -> None:
    ticket, user = a_ticket(), UserFactory()
    came = at_once(
        *(
            lambda number=number: tickets.write(ticket=ticket, text=f"message {number}", actor=user)
            for number in range(6)
        )
    )
    assert kinds(came) == {Entry: 6}, came
    versions = list(ticket.entries.values_list("version", flat=True))
    assert len(versions) == len(set(versions)) == 7


def test_two_tickets_joined_with_each_other_at_once_end_kindly() -> None:
    clerk = person(Role.CLERK)
    one, other = a_ticket(), a_ticket()
    came = at_once(
        lambda: tickets.merge(ticket=one, into=other, actor=clerk, seen_version=1),
        lambda: tickets.merge(ticket=other, into=one, actor=clerk, seen_version=1),
    )
    assert kinds(came)[Ticket] == 1, came
    assert Ticket.objects.filter(state="merged").count() == 1


def test_two_clerks_who_decide_about_one_change_of_data_tell_billing_once() -> None:
    change = a_request(user=AccessFactory().user)
    clerks = [person(Role.CLERK) for _ in range(4)]
    came = at_once(
        *(lambda clerk=clerk: data_changes.approve(change=change, clerk=clerk) for clerk in clerks[:2]),
        *(
            lambda clerk=clerk: data_changes.reject(change=change, clerk=clerk, reason="no")
            for clerk in clerks[2:]
        ),
    )
    assert kinds(came)[AlreadyDecided] == 3, came
    change = DataChange.objects.get(pk=change.pk)
    assert Line.objects.count() == (1 if change.state == "approved" else 0)


def test_two_windows_asking_for_the_same_change_make_one_request() -> None:
    user, account = AccessFactory().user, an_account()
    came = at_once(*[lambda: a_request(user=user, account=account)] * 4)
    assert kinds(came)[DataChange] == DataChange.objects.count() == 1, came


def test_two_clerks_who_decide_about_one_reading_tell_billing_once() -> None:
    waiting = SubmissionFactory(doubtful=True)
    clerks = [person(Role.CLERK) for _ in range(3)]
    came = at_once(
        lambda: office.accept(submission_id=waiting.pk, actor=clerks[0]),
        lambda: office.accept(submission_id=waiting.pk, actor=clerks[1]),
        lambda: office.reject(submission_id=waiting.pk, actor=clerks[2], reason="no"),
    )
    assert kinds(came) == {ReadingSubmission: 1, metering_errors.AlreadyDecided: 2}, came
    waiting.refresh_from_db()
    assert Line.objects.count() == (1 if waiting.state == "checked" else 0)


def test_a_lost_factor_is_removed_once() -> None:
    asker, first, second = (person(Role.CLERK) for _ in range(3))
    customer = UserFactory()
    with_factor(customer)
    asked = removals.ask(user=customer, clerk=asker, reason="identity card")
    came = at_once(
        lambda: removals.approve(request_id=asked.pk, clerk=first),
        lambda: removals.approve(request_id=asked.pk, clerk=second),
    )
    assert kinds(came)[RemovalNotOpen] == 1, came


def test_a_package_asked_for_in_four_windows_is_made_once() -> None:
    user = AccessFactory().user
    came = at_once(
        *[
            lambda: request_package(
                user=user, kind=KIND, filename="a.zip", account_no="100245", parameters={"kinds": []}
            )
        ]
        * 4
    )
    assert kinds(came) == {PreparedDownload: 4} and len({one.pk for one in came}) == 1, came
    assert Job.objects.filter(kind="documents.prepare").count() == 1
