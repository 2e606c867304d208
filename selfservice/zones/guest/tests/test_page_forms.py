"""Forms that editors built become tickets."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Locale, Page

from cms_pages.models import FormField, FormPage
from selfservice.tickets.models import Category, Ticket

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


@pytest.fixture
def page() -> FormPage:
    Locale.objects.get_or_create(language_code="pl")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    form = FormPage(title="A tree on the pipe", slug="tree", ticket_category="outage")
    root.add_child(instance=form)
    FormField.objects.create(page=form, sort_order=1, label="Which tree?", field_type="singleline")
    FormField.objects.create(
        page=form, sort_order=2, label="When?", field_type="date", required=False, clean_name="email"
    )
    return form


def facts(**more: str) -> dict[str, str]:
    known = {"page_which_tree": "An oak", "name": "Anna", "email": "anna@example.org", "token": "one"}
    return {**known, **more}


def test_what_is_sent_is_one_ticket_of_the_pages_category(client: Client, page: FormPage) -> None:
    path = f"/en/zgloszenia/formularz/{page.pk}/"
    assert "Which tree?" in client.get(path).content.decode()
    for _press in range(2):
        assert client.post(path, facts()).status_code == 302
    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.category.code, ticket.guest_email) == (
        "page",
        "outage",
        "anna@example.org",
    )
    assert ticket.entries.get().text == "Which tree?\nAn oak"


def test_an_unanswered_question_keeps_what_was_typed(client: Client, page: FormPage) -> None:
    answer = client.post(f"/en/zgloszenia/formularz/{page.pk}/", facts(page_which_tree=""))
    assert answer.status_code == 422 and 'value="Anna"' in answer.content.decode()
    assert Ticket.objects.count() == 0


def test_a_form_that_is_not_public_takes_nothing(client: Client, page: FormPage) -> None:
    page.live = False
    page.save()
    assert client.post(f"/en/zgloszenia/formularz/{page.pk}/", facts()).status_code == 404


def test_a_category_that_is_gone_leads_to_questions(client: Client, page: FormPage) -> None:
    Category.objects.filter(code="outage").update(is_active=False)
    client.post(f"/en/zgloszenia/formularz/{page.pk}/", facts())
    assert Ticket.objects.get().category.code == "question"
