"""Who may change what, and when: versions, states, joining, rating, reopening."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import UserFactory, person
from selfservice.tickets import services
from selfservice.tickets.errors import (
    AlreadyRated,
    CannotMerge,
    NothingToTell,
    TicketChanged,
    TicketFinished,
)
from selfservice.tickets.models import Entry, Note, Ticket, TicketState
from selfservice.tickets.services import rating
from selfservice.tickets.tests.factories import a_guest_ticket, a_ticket

pytestmark = pytest.mark.django_db


def test_whoever_answers_an_old_version_is_told_what_happened_since() -> None:
    ticket, clerk = a_ticket(), person(Role.CLERK)
    services.write(ticket=ticket, text="I forgot to say something", actor=ticket.user)
    with pytest.raises(TicketChanged) as caught:
        services.answer(ticket=ticket, text="Old answer", actor=clerk, seen_version=1)
    assert [change.text for change in caught.value.changes] == ["I forgot to say something"]
    assert caught.value.version == 2
    assert not Entry.objects.filter(text="Old answer").exists()


def test_without_the_check_of_the_version_the_second_answer_would_be_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ticket, clerk = a_ticket(), person(Role.CLERK)
    from selfservice.tickets.services import answering, turns

    monkeypatch.setattr(
        answering, "turn", lambda *, ticket, seen_version: turns.turn(ticket=ticket, seen_version=None)
    )
    services.answer(ticket=ticket, text="One", actor=clerk, seen_version=1)
    services.answer(ticket=ticket, text="Two", actor=person(Role.CLERK), seen_version=1)
    assert Entry.objects.filter(side="office").count() == 2


def test_a_row_that_changes_between_reading_and_writing_is_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from selfservice.tickets.services import turns

    ticket, clerk = a_ticket(), person(Role.CLERK)
    read = Ticket.objects.select_related
    rivals = iter([True])

    def overtaken(*names: str):
        if next(rivals, False):
            found = list(read(*names).filter(pk=ticket.pk))
            Ticket.objects.filter(pk=ticket.pk).update(version=2)
            return type("Stale", (), {"get": staticmethod(lambda pk: found[0])})
        return read(*names)

    monkeypatch.setattr(turns.Ticket.objects, "select_related", overtaken)
    with pytest.raises(TicketChanged):
        services.assign(ticket=ticket, assignee=clerk, actor=clerk, seen_version=1)


def test_a_note_and_a_message_of_the_customer_never_conflict() -> None:
    ticket, clerk = a_ticket(), person(Role.CLERK)
    services.note(ticket=ticket, text="a", actor=clerk, token="one")
    services.note(ticket=ticket, text="a", actor=clerk, token="one")
    services.write(ticket=ticket, text="b", actor=ticket.user, token="one")
    services.write(ticket=ticket, text="b", actor=ticket.user, token="one")
    assert (Note.objects.count(), Entry.objects.count()) == (1, 2)


def test_a_ticket_that_waited_for_the_customer_goes_on_when_he_writes() -> None:
    ticket = a_ticket()
    services.answer(ticket=ticket, text="?", actor=person(Role.CLERK), seen_version=1, state="waiting")
    services.write(ticket=ticket, text="!", actor=ticket.user)
    ticket.refresh_from_db()
    assert ticket.state == TicketState.OPEN


def test_a_finished_ticket_can_be_opened_again_for_some_days(settings) -> None:
    settings.TICKET_REOPEN_DAYS = 14
    ticket = a_ticket()
    services.change_state(ticket=ticket, state="done", actor=person(Role.CLERK), seen_version=1)
    with pytest.raises(TicketFinished):
        services.write(ticket=ticket, text="still", actor=ticket.user)
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)), pytest.raises(TicketFinished):
        services.reopen(ticket=ticket, actor=ticket.user)
    with time_machine.travel(timezone.now() + timedelta(days=13)):
        services.reopen(ticket=ticket, actor=ticket.user)
        services.reopen(ticket=ticket, actor=ticket.user)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.done_at) == ("open", None)
    assert Entry.objects.filter(kind="state").count() == 2


def test_the_same_state_is_told_again_only_with_a_sentence() -> None:
    ticket, clerk = a_ticket(), person(Role.CLERK)
    services.change_state(ticket=ticket, state="open", actor=clerk, seen_version=1)
    with pytest.raises(NothingToTell):
        services.change_state(ticket=ticket, state="open", actor=clerk, seen_version=2, text=" ")
    services.change_state(ticket=ticket, state="open", actor=clerk, seen_version=2, text="Still at it.")
    told = Entry.objects.filter(kind="state").values_list("text", flat=True)
    assert list(told) == ["", "Still at it."]


def test_a_state_that_nobody_can_choose_is_refused() -> None:
    with pytest.raises(ValueError, match="merged"):
        services.change_state(ticket=a_ticket(), state="merged", actor=person(Role.CLERK), seen_version=1)


@pytest.mark.parametrize("foreign", ["account", "user", "guest", "itself", "finished"])
def test_only_open_tickets_of_one_customer_are_joined(foreign: str) -> None:
    clerk, ticket = person(Role.CLERK), a_ticket()
    if foreign == "finished":
        other = a_ticket()
        services.change_state(ticket=other, state="done", actor=clerk, seen_version=1)
    else:
        other = {
            "account": lambda: a_ticket(account_no="200"),
            "user": lambda: a_ticket(account_no=""),
            "guest": a_guest_ticket,
            "itself": lambda: ticket,
        }[foreign]()
    with pytest.raises(CannotMerge):
        services.merge(ticket=ticket, into=other, actor=clerk, seen_version=1)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.version) == ("new", 1)


def test_joining_keeps_both_threads_and_closes_one_ticket_for_good() -> None:
    user, clerk = UserFactory.create(), person(Role.CLERK)
    old, kept = a_ticket(actor=user), a_ticket(actor=user)
    services.merge(ticket=old, into=kept, actor=clerk, seen_version=1)
    old.refresh_from_db()
    assert (old.state, old.merged_into) == ("merged", kept)
    assert list(old.entries.values_list("kind", "text")) == [
        ("message", "Since this morning."),
        ("merged", kept.signature),
    ]
    for act in (
        lambda: services.write(ticket=old, text="x", actor=user),
        lambda: services.reopen(ticket=old, actor=user),
        lambda: services.answer(ticket=old, text="x", actor=clerk, seen_version=2),
    ):
        with pytest.raises(TicketFinished):
            act()


def test_the_database_knows_no_merged_ticket_without_the_other_one() -> None:
    ticket = a_ticket()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(state="merged")


def test_a_rating_that_cannot_be_recorded_does_not_count() -> None:
    ticket = a_ticket()
    services.change_state(ticket=ticket, state="done", actor=person(Role.CLERK), seen_version=1)
    with mock.patch.object(rating, "record_act", side_effect=OSError), pytest.raises(OSError):
        services.rate(ticket=ticket, rating=2)
    ticket.refresh_from_db()
    assert ticket.rating is None


def test_the_first_rating_counts_and_only_of_a_finished_ticket() -> None:
    ticket = a_ticket()
    with pytest.raises(AlreadyRated):
        services.rate(ticket=ticket, rating=5)
    services.change_state(ticket=ticket, state="done", actor=person(Role.CLERK), seen_version=1)
    services.rate(ticket=ticket, rating=2)
    with pytest.raises(AlreadyRated):
        services.rate(ticket=ticket, rating=5)
    ticket.refresh_from_db()
    assert ticket.rating == 2
    with pytest.raises(ValueError, match="scale"):
        services.rate(ticket=ticket, rating=6)
