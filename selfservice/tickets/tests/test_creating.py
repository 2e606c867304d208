"""A new ticket: taken once, told of once, wholly or not at all."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client

from documents.storage import FileMissing, StorageUnavailable, private_storage
from documents.uploads.kinds import PNG
from documents.uploads.scanning import ScanState
from documents.uploads.services import AcceptedUpload
from ebok.audit.models import AuditEntry
from ebok.core.own_data import tables
from ebok.outbox.models import Job
from selfservice.access.models import AccountAccess
from selfservice.access.services import revoke_access
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.outgoing.models import Entry as OutgoingLine
from selfservice.exchange.tests.factories import AccountFactory
from selfservice.identity.roles import Role
from selfservice.identity.tests.factories import UserFactory, person
from selfservice.tickets.errors import NobodyToAnswer
from selfservice.tickets.models import Attachment, Entry, Ticket
from selfservice.tickets.services import Guest, answer, create, write
from selfservice.tickets.signatures import as_written
from selfservice.tickets.tests.factories import CategoryFactory, a_guest_ticket, a_ticket

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


def an_upload() -> AcceptedUpload:
    return AcceptedUpload(content=b"picture", kind=PNG, sha256="0" * 64, name="a.png", scan=ScanState.CLEAN)


def test_a_ticket_has_its_event_its_mail_and_its_line_for_billing() -> None:
    ticket = a_ticket()
    assert AuditEntry.objects.get(action="tickets.created").object_id == ticket.signature
    assert Job.objects.get(kind="tickets.entry_mail").payload == {"entry": ticket.entries.get().pk}
    line = OutgoingLine.objects.get(kind="ticket.created")
    assert (line.account_no, line.payload["ticket_no"]) == ("100245", ticket.signature)
    assert "Since this morning" not in str(line.payload)


def test_the_same_form_sent_twice_makes_one_ticket() -> None:
    user, category = UserFactory.create(), CategoryFactory.create()
    facts = {"actor": user, "category": category, "token": "one-form", "uploads": [an_upload()]}
    assert a_ticket(**facts).pk == a_ticket(**facts).pk
    assert (Ticket.objects.count(), Attachment.objects.count(), Job.objects.count()) == (1, 1, 1)


def test_the_database_refuses_a_second_ticket_of_one_form() -> None:
    ticket = a_ticket(token="one-form")
    ticket.pk, ticket.signature = None, "Z-00000-00000"
    with pytest.raises(IntegrityError):
        ticket.save(force_insert=True)


def test_somebody_elses_token_leads_to_no_ticket_of_his() -> None:
    assert a_ticket(token="known").pk != a_ticket(token="known").pk
    assert a_guest_ticket("a@example.org", token="x").pk != a_guest_ticket("b@example.org", token="x").pk


def test_numbers_are_read_as_people_type_them() -> None:
    number = a_ticket().signature
    assert as_written(number.lower().replace("-", " ")) == number
    assert as_written(f" {number[2:]} ") == number
    assert as_written("Z-IIIII-OOOOO") == "Z-11111-00000"
    assert as_written("'; DROP TABLE") == as_written("") == as_written("Z-1") == ""


def test_files_are_removed_again_when_the_ticket_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[str] = []
    store = private_storage()
    save = type(store).save
    monkeypatch.setattr(
        type(store), "save", lambda self, **facts: kept.append(facts["key"]) or save(self, **facts)
    )
    monkeypatch.setattr("selfservice.tickets.services.creating.mails.post", _broken)
    with pytest.raises(ZeroDivisionError):
        a_ticket(uploads=[an_upload()])
    assert Ticket.objects.count() == 0
    assert kept
    for key in kept:
        with pytest.raises(FileMissing):
            store.stat(key)


def _broken(**facts: object) -> None:
    raise ZeroDivisionError


def test_a_store_that_is_away_leaves_no_half_ticket(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(self: object, **facts: object) -> None:
        raise StorageUnavailable

    monkeypatch.setattr(type(private_storage()), "save", away)
    with pytest.raises(StorageUnavailable):
        a_ticket(uploads=[an_upload()])
    assert Ticket.objects.count() == 0


def test_a_complaint_is_due_when_the_law_says() -> None:
    complaint = CategoryFactory.create(deadline_days=14)
    # 14 days after 2026-10-28 is Wednesday 11 November, a day off by law.
    with time_machine.travel("2026-10-28T12:00:00+01:00", tick=False):
        assert a_ticket(category=complaint).due_on == date(2026, 11, 12)
    assert a_ticket().due_on is None


def test_what_a_clerk_writes_down_is_the_owners_ticket_in_the_clerks_words(client: Client) -> None:
    AccountFactory(account_no="100245")
    owner, clerk = AccessFactory.create(account_no="100245").user, person(Role.CLERK)
    ticket = a_ticket(actor=clerk, channel="phone", text="The caller says: no water.")
    entry = ticket.entries.get()
    assert ticket.user == owner
    assert (entry.kind, entry.is_ours, entry.author) == ("written", True, clerk)
    client.force_login(owner)
    page = client.get(f"/en/portal/accounts/100245/tickets/{ticket.signature}/").content.decode()
    assert "Written down by the office after a conversation" in page
    assert clerk.email not in page
    client.force_login(clerk)
    page = client.get(f"/en/staff/tickets/{ticket.signature}/").content.decode()
    assert f"Written down by the office after a conversation</strong> ({clerk.email})" in page


def test_a_ticket_without_anybody_to_answer_is_refused() -> None:
    with pytest.raises(NobodyToAnswer):
        create(category=CategoryFactory.create(), subject="x", text="y", guest=Guest(name="Nobody"))


def test_what_somebody_writes_after_going_back_is_not_lost() -> None:
    category, user = CategoryFactory.create(), UserFactory.create()
    form = {"category": category, "actor": user, "token": "one form"}
    first, second = a_ticket(**form, text="No water."), a_ticket(**form, text="Water is back, but brown.")
    assert first != second and second.entries.get().text == "Water is back, but brown."
    written = [write(ticket=first, text=text, actor=user, token="reply") for text in ("one", "one", "two")]
    assert [entry.text for entry in written] == ["one", "one", "two"] and first.entries.count() == 3


def test_the_package_of_a_former_helper_holds_his_words_and_not_those_of_the_others() -> None:
    owner, helper = AccessFactory(), AccessFactory(delegate=True, level="act")
    ticket = a_ticket(actor=helper.user, text="by the helper")
    answer(ticket=ticket, text="by the office", actor=person(Role.CLERK), seen_version=1)
    write(ticket=ticket, text="by the owner", actor=owner.user)
    write(ticket=a_ticket(actor=owner.user, text="other"), text="helper again", actor=helper.user)
    [table] = [table for table in tables() if table.model is Entry]

    def told(access: AccountAccess) -> list[str]:
        return [row["text"] for row in table.rows(access.user)]

    assert told(helper) == ["by the helper", "by the office", "by the owner", "helper again"]
    revoke_access(access=helper, actor=owner.user)
    assert told(helper) == ["by the helper", "helper again"]
