"""Two people at the same moment, on real connections of PostgreSQL: one act counts, the other is told."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, connections, models, transaction
from django.utils import timezone

from documents.prepared.models import PreparedDownload
from documents.prepared.services import request_package
from ebok.outbox.models import Job
from selfservice.access.data_changes import services as data_changes
from selfservice.access.data_changes.errors import AlreadyDecided
from selfservice.access.data_changes.models import DataChange
from selfservice.access.data_changes.tests.factories import a_request, an_account
from selfservice.access.errors import AlreadyLinked
from selfservice.access.invitations import services as invitations
from selfservice.access.invitations.errors import InvitationOver
from selfservice.access.invitations.models import Invitation
from selfservice.access.invitations.tests.factories import invitation_by
from selfservice.access.invitations.tokens import new_form_key
from selfservice.access.linking.errors import NotProved
from selfservice.access.linking.models import UsedCode
from selfservice.access.linking.services import link_by_code
from selfservice.access.models import AccountAccess
from selfservice.access.services import link_account
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
    pytest.mark.skipif("connection.vendor != 'postgresql'"),
]
PATIENCE = 30.0  # seconds


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave or raised, when all began together, each on a connection of its own."""
    together = threading.Barrier(len(acts), timeout=PATIENCE)
    came: list[Any] = [None] * len(acts)

    def run(number: int) -> None:
        try:
            together.wait()
            came[number] = acts[number]()
        except Exception as error:
            came[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return came


def kinds(came: list[Any]) -> Counter[type]:
    return Counter(type(one) for one in came)


def test_a_paper_code_makes_one_owner_of_three_who_hold_it() -> None:
    digest = f"sha256:{hashlib.sha256(b'ABCD1234').hexdigest()}"
    AccountFactory(account_no="100245", registration_code=digest)
    people = UserFactory.create_batch(3)
    came = at_once(
        *(lambda user=user: link_by_code(user=user, account_no="100245", code="ABCD-1234") for user in people)
    )
    assert kinds(came) == {AccountAccess: 1, NotProved: 2}, came
    assert (UsedCode.objects.count(), AccountAccess.objects.count()) == (1, 1)


def test_a_paper_code_sent_twice_by_one_person_links_once() -> None:
    digest = f"sha256:{hashlib.sha256(b'ABCD1234').hexdigest()}"
    AccountFactory(account_no="100245", registration_code=digest)
    user = UserFactory()
    came = at_once(*[lambda: link_by_code(user=user, account_no="100245", code="ABCD1234")] * 2)
    assert kinds(came) == {AccountAccess: 1, AlreadyLinked: 1}, came
    assert AccountAccess.objects.count() == 1


def test_an_invitation_accepted_in_two_windows_gives_one_access() -> None:
    invitation = invitation_by(AccessFactory())
    helper = UserFactory(email="helper@example.org")
    came = at_once(*[lambda: invitations.accept(invitation=invitation, user=helper)] * 4)
    assert kinds(came) == {list: 1, InvitationOver: 3}
    assert AccountAccess.objects.filter(user=helper).count() == 1


def test_two_invitations_to_one_account_accepted_at_once_end_kindly() -> None:
    helper = UserFactory(email="helper@example.org")
    offers = [invitation_by(AccessFactory()), invitation_by(AccessFactory())]
    Invitation.objects.update(state="pending", answered_at=None, answered_by=None)
    came = at_once(
        *(lambda offer=offer: invitations.accept(invitation=offer, user=helper) for offer in offers)
    )
    assert set(kinds(came)) <= {list, InvitationOver}, came
    assert AccountAccess.objects.filter(user=helper, revoked_at__isnull=True).count() == 1


def test_the_form_of_an_invitation_sent_twice_invites_once() -> None:
    owner, form = AccessFactory(), {"form_key": new_form_key(), "access_until": timezone.now() + timedelta(9)}
    came = at_once(*[lambda: invitation_by(owner, **form)] * 4)
    assert kinds(came) == {Invitation: 4}, came
    assert len({one.pk for one in came}) == Invitation.objects.count() == 1


def test_an_invitation_is_either_withdrawn_or_accepted() -> None:
    owner, helper = AccessFactory(), UserFactory(email="helper@example.org")
    for _round in range(5):
        invitation = invitation_by(owner)
        accepted, _withdrawn = at_once(
            lambda offer=invitation: invitations.accept(invitation=offer, user=helper),
            lambda offer=invitation: invitations.withdraw(invitation=offer, actor=owner.user),
        )
        invitation.refresh_from_db()
        assert (invitation.state == "accepted") is isinstance(accepted, list)


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


def test_without_the_unique_row_one_person_gets_two_accesses() -> None:
    [rule] = [rule for rule in AccountAccess._meta.constraints if rule.name == "access_one_unrevoked"]
    assert isinstance(rule, models.UniqueConstraint)
    user = UserFactory()
    with connection.schema_editor() as editor:
        editor.remove_constraint(AccountAccess, rule)
    all_have_looked = threading.Barrier(2, timeout=PATIENCE)

    def link() -> AccountAccess:
        with transaction.atomic():
            assert not AccountAccess.objects.filter(user=user).exists()
            all_have_looked.wait()
            return link_account(user=user, account_no="100245")

    try:
        came = at_once(link, link)
        assert AccountAccess.objects.filter(user=user).count() == 2, came
    finally:
        AccountAccess.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(AccountAccess, rule)
