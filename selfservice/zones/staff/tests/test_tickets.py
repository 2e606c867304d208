"""Tickets in the office: queue, answer, note, and two people at once."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client

from documents.uploads.tests.files import photo
from ebok.audit.models import AuditEntry
from ebok.core.row_places import PAGE_SIZE
from ebok.outbox.models import Job
from selfservice.exchange.tests.factories import AccountFactory
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import person
from selfservice.tickets import accounts
from selfservice.tickets.models import CannedReply, CategoryField, Entry, Ticket
from selfservice.tickets.services import assign, change_state, merge
from selfservice.tickets.tests.factories import CategoryFactory, a_guest_ticket, a_ticket

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.fixture
def clerk() -> Any:
    return person(Role.CLERK, email="clerk@office.example")


@pytest.fixture
def desk(client: Client, clerk: Any) -> Client:
    client.force_login(clerk)
    return client


def form_of(ticket: Ticket, **facts: object) -> dict[str, object]:
    return {"version": ticket.version, "text": "We are coming.", "state": "waiting", "token": "t", **facts}


def test_a_clerk_answers_and_the_customer_gets_one_mail(desk: Client, clerk: Any) -> None:
    ticket = a_ticket()
    for _press in range(2):
        answer = desk.post(f"/en/staff/tickets/{ticket.signature}/answer/", form_of(ticket))
        assert answer.status_code == 302
    ticket.refresh_from_db()
    assert (ticket.state, ticket.assignee) == ("waiting", clerk)
    assert Entry.objects.filter(side="office").count() == 1
    assert Job.objects.filter(kind="tickets.entry_mail").count() == 2  # its creation, and the answer


def test_the_second_of_two_clerks_sees_what_the_first_one_did_and_keeps_his_text(desk: Client) -> None:
    ticket = a_ticket()
    other = person(Role.CLERK, email="quick@office.example")
    assign(ticket=ticket, assignee=other, actor=other, seen_version=ticket.version)
    answer = desk.post(f"/en/staff/tickets/{ticket.signature}/answer/", form_of(ticket, text="My long text"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "quick@office.example" in page and "Given to" in page and "My long text" in page
    assert Entry.objects.filter(side="office").count() == 0
    # Sent again from that page, in knowledge of the change, it is taken.
    again = form_of(ticket, text="My long text", version=ticket.version + 1)
    assert desk.post(f"/en/staff/tickets/{ticket.signature}/answer/", again).status_code == 302


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        ("assign", {"assign-version": 1, "assign-assignee": ""}),
        ("state", {"state-version": 1, "state-state": "done"}),
        ("merge", {"merge-version": 1}),
    ],
)
def test_no_act_on_an_old_version_overwrites(desk: Client, act: str, facts: dict[str, object]) -> None:
    ticket, other = a_ticket(account_no="100245"), a_ticket(account_no="100245")
    change_state(ticket=ticket, state="open", actor=person(Role.CLERK), seen_version=1)
    answer = desk.post(
        f"/en/staff/tickets/{ticket.signature}/{act}/", {**facts, "merge-into": other.signature}
    )
    assert answer.status_code == 409
    ticket.refresh_from_db()
    assert (ticket.state, ticket.version) == ("open", 2)


def test_reading_a_ticket_stands_in_the_log_for_its_account(desk: Client, clerk: Any) -> None:
    ticket = a_ticket()
    desk.get(f"/en/staff/tickets/{ticket.signature}/")
    entry = AuditEntry.objects.get(action="tickets.read")
    assert (entry.account_no, entry.actor_id, entry.object_id) == ("100245", str(clerk.pk), ticket.signature)


@pytest.mark.long
def test_the_queue_shows_piles_and_finds_by_number_account_and_address(desk: Client, clerk: Any) -> None:
    mine = a_ticket(subject="Mine here")
    a_guest_ticket(subject="Free here")
    assign(ticket=mine, assignee=clerk, actor=clerk, seen_version=1)

    def shown(query: str) -> tuple[bool, bool]:
        page = desk.get(f"/en/staff/tickets/?{query}").content.decode()
        return "Mine here" in page, "Free here" in page

    assert shown("") == (True, True)
    assert shown("pile=mine") == (True, False)
    assert shown("pile=unassigned") == (False, True)
    assert shown("pile=overdue") == (False, False)
    assert shown(f"q={mine.signature.lower()}") == (True, False)
    assert shown("q=100245") == (True, False)
    assert shown("q=GUEST@example.org") == (False, True)
    assert shown("pile=nonsense&category=nothing") == (True, True)


@pytest.mark.parametrize("count", [2, PAGE_SIZE])
def test_the_queue_costs_the_same_with_many_tickets(
    desk: Client, django_assert_num_queries: Any, count: int
) -> None:
    category = CategoryFactory.create()
    for _number in range(count):
        a_ticket(category=category)
    desk.get("/en/staff/tickets/")
    with django_assert_num_queries(8):
        desk.get("/en/staff/tickets/")


@pytest.mark.long
def test_the_queue_is_paged_by_keyset(desk: Client) -> None:
    category = CategoryFactory.create()
    tickets = [a_ticket(category=category) for _number in range(PAGE_SIZE + 3)]
    first = desk.get("/en/staff/tickets/").content.decode()
    assert tickets[-1].signature in first and tickets[0].signature not in first
    second = desk.get(f"/en/staff/tickets/?before={tickets[3].pk}").content.decode()
    assert tickets[0].signature in second and f"?after={tickets[2].pk}" in second
    assert desk.get("/en/staff/tickets/?before=-1").status_code == 404


def test_a_canned_reply_is_filled_in_and_runs_no_template(desk: Client) -> None:
    ticket = a_ticket(subject="{category} {{ 7|add:7 }}")
    text = "About {number}: {subject} {unknown}"
    reply = CannedReply.objects.create(title="Hello", language="pl", text=text)
    page = insert(desk, ticket, reply).content.decode()
    assert f"About {ticket.signature}: {{category}} {{{{ 7|add:7 }}}} {{unknown}}" in page


def insert(desk: Client, ticket: Ticket, reply: CannedReply, **typed: Any) -> Any:
    facts = {"insert": "canned", "canned": str(reply.pk), "version": "1", "state": "open", **typed}
    return desk.post(f"/en/staff/tickets/{ticket.signature}/answer/", facts)


def test_a_canned_reply_is_added_below_what_is_typed_and_sends_nothing(desk: Client) -> None:
    ticket = a_ticket()
    reply = CannedReply.objects.create(title="Hello", language="pl", text="The ready part.")
    page = insert(
        desk,
        ticket,
        reply,
        text="The typed part.",
        state="done",
        files=[SimpleUploadedFile("a.jpg", photo())],
    )
    form = page.context["forms"]["answer"]
    assert form["text"].value() == "The typed part.\n\nThe ready part."
    assert form["state"].value() == "done"
    assert [draft.name for draft in form.drafts] == ["a.jpg"]
    assert form.errors == {} and ticket.entries.count() == 1


@pytest.mark.parametrize(("role", "linked"), [(Role.CLERK, True), (Role.DISPATCHER, False)])
def test_the_account_of_a_ticket_is_one_press_away_for_whoever_may_open_it(
    client: Client, role: Role, linked: bool
) -> None:
    client.force_login(person(role))
    page = client.get(f"/en/staff/tickets/{a_ticket(account_no='100245').signature}/").content.decode()
    assert ('href="/en/staff/accounts/100245/access/"' in page) is linked


def test_dangers_have_a_pile_of_their_own_and_a_mark(desk: Client) -> None:
    danger = a_ticket(category=CategoryFactory(is_danger=True), subject="An open manhole")
    a_ticket(subject="A question")
    page = desk.get("/en/staff/tickets/").content.decode()
    assert "Dangers: 1" in page and 'class="tag bad"' in page
    pile = desk.get("/en/staff/tickets/?pile=danger").content.decode()
    assert "An open manhole" in pile and "A question" not in pile
    change_state(ticket=danger, state="done", actor=person(Role.CLERK), seen_version=1)
    assert "Dangers:" not in desk.get("/en/staff/tickets/").content.decode()


def test_joined_tickets_keep_their_threads_and_lead_to_each_other(desk: Client) -> None:
    old, kept = a_ticket(text="The first story"), a_ticket(text="The second story")
    merge(ticket=old, into=kept, actor=person(Role.CLERK), seen_version=1)
    page = desk.get(f"/en/staff/tickets/{old.signature}/").content.decode()
    assert "The first story" in page and f"/en/staff/tickets/{kept.signature}/" in page


def test_what_a_caller_tells_becomes_a_ticket(desk: Client) -> None:
    facts = {"channel": "phone", "email": "caller@example.org", "subject": "No water", "text": "x"}
    answer = desk.post("/en/staff/tickets/new/question/", facts)
    ticket = Ticket.objects.get()
    assert answer["Location"].endswith(f"/staff/tickets/{ticket.signature}/")
    assert (ticket.channel, ticket.guest_email, ticket.user) == ("phone", "caller@example.org", None)
    empty = desk.post("/en/staff/tickets/new/question/", {**facts, "email": ""})
    assert empty.status_code == 422 and Ticket.objects.count() == 1


CALL = {"channel": "phone", "account_no": "100245", "subject": "No water", "text": "x", "token": "call"}


def test_an_account_that_billing_does_not_have_is_told_beside_the_field_and_the_text_stays(
    desk: Client,
) -> None:
    answer = desk.post("/en/staff/tickets/new/question/", {**CALL, "text": "A long story"})
    page = answer.content.decode()
    assert answer.status_code == 422 and Ticket.objects.count() == 0
    assert "no customer account of this number" in page and "A long story" in page
    AccountFactory(account_no="100245")
    assert desk.post("/en/staff/tickets/new/question/", CALL).status_code == 302
    assert not Ticket.objects.get().account_unverified


def test_while_billing_is_away_the_account_is_taken_and_marked(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(accounts, "before_access", away)
    assert desk.post("/en/staff/tickets/new/question/", CALL).status_code == 302
    ticket = Ticket.objects.get()
    page = desk.get(f"/en/staff/tickets/{ticket.signature}/").content.decode()
    assert ticket.account_no == "100245" and "billing system was away" in page


def test_the_form_for_a_caller_asks_no_position_and_begins_with_the_emergency_number(
    desk: Client,
) -> None:
    CategoryFactory(code="burst", is_danger=True)
    page = desk.get("/en/staff/tickets/new/burst/").content.decode()
    assert "Latitude" not in page and "data-locate" not in page and 'name="place"' in page
    assert page.index('href="tel:112"') < page.index("<form class")


def test_a_question_that_we_ship_speaks_of_the_caller(desk: Client) -> None:
    category = CategoryFactory(code="moving")
    CategoryField.objects.create(
        category=category, key="role", label_pl="Kim jesteś?", label_en="Who are you?", kind="text"
    )
    page = desk.get("/en/staff/tickets/new/moving/").content.decode()
    assert "Who the caller is" in page and "Who are you?" not in page


def caller(**facts: str) -> dict[str, str]:
    said = {
        "channel": "desk",
        "phone": "+48 500 000 000",
        "subject": "Bill",
        "text": "Too high.",
        "token": "t",
    }
    return {**said, **facts}


@time_machine.travel("2026-11-20 10:00+01:00", tick=False)
@pytest.mark.parametrize(
    ("received", "due"), [("", "2026-12-04"), ("2026-11-20", "2026-12-04"), ("2026-11-16", "2026-11-30")]
)
def test_the_deadline_runs_from_the_day_of_receipt(desk: Client, received: str, due: str) -> None:
    CategoryFactory(code="billing", deadline_days=14)
    assert desk.post("/en/staff/tickets/new/billing/", caller(received_on=received)).status_code == 302
    assert str(Ticket.objects.get().due_on) == due


@time_machine.travel("2026-11-20 10:00+01:00", tick=False)
@pytest.mark.parametrize("received", ["2026-11-21", "2026-09-20"])
def test_nothing_was_received_tomorrow_or_more_than_sixty_days_ago(desk: Client, received: str) -> None:
    CategoryFactory(code="billing", deadline_days=14)
    answer = desk.post("/en/staff/tickets/new/billing/", caller(received_on=received))
    assert answer.status_code == 422 and "within the last 60 days" in answer.content.decode()
    assert not Ticket.objects.exists()
