"""Tickets in the customer zone, with bad input and without the billing system."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone, translation
from PIL import Image

from cms_pages.models import AnnouncementPage
from ebok.core.periods import day_in_words
from ebok.core.row_places import PAGE_SIZE
from selfservice.access.tests.factories import AccessFactory
from selfservice.exchange.tests import factories as exchange
from selfservice.tickets.models import Attachment, OutageSubscription, Ticket
from selfservice.tickets.tests.factories import CategoryFactory, a_ticket

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])
BASE = "/en/portal/accounts/100245/tickets/"
TEXT = "Since this morning nothing comes out of the tap."


@pytest.fixture
def owner(client: Client) -> Any:
    user = AccessFactory.create(account_no="100245").user
    account = exchange.AccountFactory(account_no="100245")
    exchange.ServicePointFactory(account=account, point_no="PP1", street="ul. Lipowa", building="12")
    exchange.FeedFactory()
    client.force_login(user)
    return user


def facts(**more: object) -> dict[str, object]:
    return {"subject": "No water", "text": TEXT, "token": "one-form", **more}


def photo(name: str = "tap.jpg") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue())


@pytest.mark.usefixtures("owner")
def test_a_form_sent_twice_makes_one_ticket_and_leads_to_it(client: Client) -> None:
    answers = [client.post(f"{BASE}new/outage/", facts(point_no="PP1", files=photo())) for _press in range(2)]
    ticket = Ticket.objects.get()
    assert {answer["Location"] for answer in answers} == {f"{BASE}{ticket.signature}/"}
    assert (ticket.account_no, ticket.point_no, ticket.channel) == ("100245", "PP1", "portal")
    page = client.get(f"{BASE}{ticket.signature}/").content.decode()
    assert TEXT in page and "tap.jpg" in page
    attachment = Attachment.objects.get()
    file = client.get(f"{BASE}{ticket.signature}/files/{attachment.pk}/")
    assert file.status_code == 200 and "attachment" in file["Content-Disposition"]


def zip_bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 80_000_000)
    return buffer.getvalue()


BAD_FILES = {
    "20 MB": ("big.jpg", b"\xff\xd8\xff" + b"0" * 20_000_000, "at most 10 MB"),
    "zip bomb": ("bomb.docx", zip_bomb(), ""),
    "wrong type": ("page.jpg", b"<html><script>alert(1)</script></html>", "are not taken"),
    "svg": ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "are not taken"),
    "damaged HEIC": ("photo.heic", b"\x00\x00\x00\x18ftypheic" + b"0" * 100, ""),
    "empty": ("empty.pdf", b"", ""),
}


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_named_and_the_text_is_kept(client: Client, kind: str) -> None:
    name, content, words = BAD_FILES[kind]
    answer = client.post(f"{BASE}new/outage/", facts(files=SimpleUploadedFile(name, content)))
    page = answer.content.decode()
    assert answer.status_code == 422 and Ticket.objects.count() == 0
    assert TEXT in page and name.partition(".")[0] in page
    assert words in page and 'value="one-form"' in page


@pytest.mark.usefixtures("owner")
def test_too_many_files_are_refused_at_once(client: Client) -> None:
    files = [photo(f"{number}.jpg") for number in range(6)]
    answer = client.post(f"{BASE}new/outage/", facts(files=files))
    assert answer.status_code == 422 and "at most 5 files" in answer.content.decode()


@pytest.mark.long
@pytest.mark.usefixtures("owner")
def test_ten_thousand_fields_and_a_text_without_end_are_refused(client: Client) -> None:
    many = {f"field_{number}": "x" for number in range(10_001)}
    assert client.post(f"{BASE}new/outage/", many).status_code == 400
    long = client.post(f"{BASE}new/outage/", facts(text="ż" * 10_001))
    assert long.status_code == 422 and Ticket.objects.count() == 0


@pytest.mark.usefixtures("owner")
@pytest.mark.parametrize(
    "payload", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 }}"]
)
def test_markup_that_people_type_is_shown_and_never_live(client: Client, payload: str) -> None:
    client.post(f"{BASE}new/outage/", facts(subject=payload, text=payload, place=payload))
    ticket = Ticket.objects.get()
    for path in (BASE, f"{BASE}{ticket.signature}/"):
        page = client.get(path).content.decode()
        assert payload not in page or payload == "{{ 7 }}"
    assert ticket.subject == payload


@pytest.mark.usefixtures("owner")
def test_questions_of_a_category_are_kept_as_they_stood(client: Client) -> None:
    form = client.get(f"{BASE}new/instalments/").content.decode()
    assert "Number of instalments" in form
    past = facts(question_amount="180.50", question_count="3", question_first="2020-01-01")
    assert "Choose a day after today" in client.post(f"{BASE}new/instalments/", past).content.decode()
    first = timezone.localdate() + timedelta(days=30)
    client.post(f"{BASE}new/instalments/", {**past, "question_first": first.isoformat()})
    ticket = Ticket.objects.get()
    ticket.category.fields.all().delete()
    page = client.get(f"{BASE}{ticket.signature}/").content.decode()
    with translation.override("en"):
        day = day_in_words(first)
    assert "Number of instalments" in page and day in page and "180.5" in page


@pytest.mark.usefixtures("owner")
def test_a_pin_needs_both_numbers_on_earth(client: Client) -> None:
    for pin in ({"latitude": "50.1"}, {"latitude": "91", "longitude": "20"}, {"longitude": "x"}):
        answer = client.post(f"{BASE}new/outage/", facts(**pin))
        page = answer.content.decode()
        assert answer.status_code == 422 and page.count('class="field-error"') == 1
        assert "The position cannot be true." in page
        assert pin.popitem()[1] not in re.findall(r'name="l\w+itude" value="([^"]*)"', page)
    client.post(f"{BASE}new/outage/", facts(latitude="50.061389", longitude="19.938333"))
    assert str(Ticket.objects.get().latitude) == "50.061389"


@pytest.mark.usefixtures("owner")
def test_nobody_is_asked_to_type_degrees(client: Client) -> None:
    page = client.get(f"{BASE}new/outage/").content.decode()
    for name in ("latitude", "longitude"):
        assert re.search(rf'<input type="hidden" name="{name}"', page)
    assert "Latitude" not in page and "Use my position" in page


@pytest.mark.usefixtures("owner")
def test_danger_shows_the_number_to_call_before_the_form(client: Client) -> None:
    page = client.get(f"{BASE}new/danger/").content.decode()
    assert 0 < page.index("tel:112") < page.index('name="text"')


@pytest.mark.usefixtures("owner")
def test_a_known_interruption_stands_before_the_form_and_one_press_awaits_its_end(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from selfservice.zones.portal.notices import Notices
    from selfservice.zones.portal.tickets import new

    outage = AnnouncementPage(pk=7, title="Burst pipe in Lipowa", kind="outage")
    monkeypatch.setattr(new, "notices_for", lambda places: Notices(current=[outage], others=[]))
    monkeypatch.setattr(new, "announcement_for_customers", lambda pk: outage if pk == 7 else None)
    page = client.get(f"{BASE}new/outage/").content.decode()
    assert page.index("Burst pipe in Lipowa") < page.index('name="text"')
    assert "Burst pipe" not in client.get(f"{BASE}new/question/").content.decode()
    for _press in range(2):
        assert client.post(f"{BASE}outages/7/").status_code == 302
    assert OutageSubscription.objects.count() == 1
    assert client.post(f"{BASE}outages/8/").status_code == 404


def test_tickets_go_on_without_the_billing_system_and_say_so(
    client: Client, owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from selfservice.billing import queries

    def away(*args: object, **kwargs: object) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(queries, "scoped_to_all", away)
    page = client.get(f"{BASE}new/outage/")
    assert page.status_code == 200 and "Billing data is not available" in page.content.decode()
    answer = client.post(f"{BASE}new/outage/", facts(place="Lipowa 12"), follow=True)
    assert answer.status_code == 200 and Ticket.objects.get().place == "Lipowa 12"
    assert client.get(BASE).status_code == 200


def test_a_feed_that_never_came_stops_no_ticket(client: Client) -> None:
    client.force_login(AccessFactory.create(account_no="100245").user)
    assert client.post(f"{BASE}new/question/", facts()).status_code == 302


@pytest.mark.parametrize("count", [1, PAGE_SIZE])
def test_the_list_costs_the_same_with_many_tickets(
    client: Client, owner: Any, django_assert_num_queries: Any, count: int
) -> None:
    category = CategoryFactory.create()
    for _number in range(count):
        a_ticket(actor=owner, category=category)
    client.get(BASE)
    with django_assert_num_queries(4):
        client.get(BASE)


def test_the_list_is_paged_by_keyset_and_holds_own_cases(client: Client, owner: Any) -> None:
    category = CategoryFactory.create()
    tickets = [a_ticket(actor=owner, category=category) for _number in range(PAGE_SIZE + 1)]
    own = a_ticket(actor=owner, account_no="", category=category)
    a_ticket(account_no="", category=category)
    first, second = (
        client.get(f"{BASE}{tail}").content.decode() for tail in ("", f"?before={tickets[2].pk}")
    )
    assert own.signature in first and tickets[0].signature not in first
    assert tickets[0].signature in second and f"?after={tickets[1].pk}" in second


def test_somebody_elses_ticket_is_not_there(client: Client, owner: Any) -> None:
    foreign = a_ticket(account_no="200", uploads=[])
    for tail in ("", "reopen/"):
        method = client.post if tail else client.get
        assert method(f"{BASE}{foreign.signature}/{tail}").status_code == 404
    assert client.post(f"{BASE}{foreign.signature}/", {"text": "x"}).status_code == 404


def test_a_file_of_another_ticket_is_not_there(client: Client, owner: Any) -> None:
    client.post(f"{BASE}new/outage/", facts(files=photo()))
    other = a_ticket(actor=owner)
    file = Attachment.objects.get()
    assert client.get(f"{BASE}{other.signature}/files/{file.pk}/").status_code == 404


def test_a_reply_and_opening_again(client: Client, owner: Any) -> None:
    from selfservice.identity.roles import Role
    from selfservice.identity.tests.factories import person
    from selfservice.tickets.services import change_state

    ticket = a_ticket(actor=owner)
    for _press in range(2):
        client.post(f"{BASE}{ticket.signature}/", {"text": "Still nothing", "token": "r"})
    assert ticket.entries.count() == 2
    change_state(ticket=ticket, state="done", actor=person(Role.CLERK), seen_version=2)
    late = client.post(f"{BASE}{ticket.signature}/", {"text": "My late words", "token": "s"})
    assert late.status_code == 409 and "Open the ticket again" in late.content.decode()
    client.post(f"{BASE}{ticket.signature}/reopen/")
    ticket.refresh_from_db()
    assert ticket.state == "open"


def test_tickets_that_are_switched_off_are_gone(client: Client, owner: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("cms_pages.modules.enabled", lambda module: module != "tickets")
    for path in (BASE, "/en/portal/cases/", "/en/zgloszenia/", "/en/zgloszenia/sprawdz/"):
        assert client.get(path).status_code == 404
