"""The reading API: enough to build the site elsewhere, and nothing more than the site shows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import escape
from modelcluster.models import get_all_child_relations
from wagtail.models import Collection, Page, Site, get_page_models

from cms_pages.models import (
    AnnouncementArea,
    AnnouncementAttachment,
    AnnouncementStreet,
    AnnouncementUpdate,
    ContactPage,
    Department,
    DocumentLibraryPage,
    Kind,
    OfficeSettings,
    StandardPage,
)
from cms_pages.models.base import BasePage
from cms_pages.tests.factories import Town, announcement, outage, put_page, settle
from cms_pages.tests.files import document, image, private_collection
from documents.tests.factories import DocumentCaseFactory, DocumentTemplateFactory, DocumentVersionFactory

pytestmark = pytest.mark.django_db
PAGES = "/api/v1/content/pages/"


def ask(client: Client, url: str) -> Any:
    answer = client.get(url)
    assert answer.status_code == 200, answer.content
    assert not answer.cookies and "Cookie" not in answer.get("Vary", "")
    return answer.json()


def built_from(data: dict[str, Any]) -> str:
    """An announcement page written by somebody who has only the API."""
    parts = [f"<h1>{escape(data['title'])}</h1>", f"<p>{escape(data['lead'])}</p>"]
    parts += [f"<p>{data['kind_label']}: {escape(data['places'])}</p>"]
    parts += [block["value"] for block in data["body"] if block["type"] == "text"]
    parts += [f"<li>{update['at']} {escape(update['text'])}</li>" for update in data["updates"]]
    parts += [f'<a href="{file["url"]}">{file["title"]} ({file["kind"]})</a>' for file in data["files"]]
    return "".join(parts)


def test_an_announcement_page_can_be_built_from_the_api_alone(client: Client, town: Town) -> None:
    target = put_page(town.english_home, StandardPage(title="Prices", slug="prices"))
    plan = document()
    outage(
        town,
        "burst",
        english=True,
        title="No water",
        lead="A broken pipe & a tanker.",
        areas=[AnnouncementArea(area_code="Z1")],
        streets=[AnnouncementStreet(street="Lipowa", building_from="1", building_to="40")],
        updates=[AnnouncementUpdate(text="Crew on site")],
        attachments=[AnnouncementAttachment(document=plan)],
        body=[("text", f'<p>See <a linktype="page" id="{target.pk}">prices</a>.</p>')],
    )
    found = ask(client, f"{PAGES}?type=cms_pages.AnnouncementPage&kind=outage&locale=en")
    assert found["meta"]["total_count"] == 1
    html = built_from(ask(client, found["items"][0]["meta"]["detail_url"]))
    for piece in (
        "<h1>No water</h1>",
        "A broken pipe &amp; a tanker.",
        "Outage: Lipowa 1–40",
        'See <a href="/en/prices/">prices</a>.',
        "Crew on site",
        f'<a href="{plan.url}">Plan (PDF)</a>',
    ):
        assert piece in html


def test_rich_text_never_carries_database_links_or_scripts(client: Client, town: Town) -> None:
    put_page(
        town.home,
        StandardPage(
            title="Strona", slug="strona", body=[("text", '<p><a linktype="page" id="999">x</a></p>')]
        ),
    )
    text = client.get(f"{PAGES}?slug=strona&fields=*&type=cms_pages.StandardPage").content.decode()
    assert "linktype" not in text


class TestFilters:
    @pytest.fixture(autouse=True)
    def content(self, search_index: None, town: Town) -> None:
        announcement(town, "tariff", kind=Kind.TARIFF, title="Tariff")
        outage(town, "burst", title="Burst", areas=[AnnouncementArea(area_code="Z1")])
        old = announcement(town, "old", title="Old")
        type(old).objects.filter(pk=old.pk).update(first_published_at=timezone.now() - timedelta(days=10))

    def test_narrow_the_list(self, client: Client) -> None:
        wanted = {
            "kind=tariff": {"Tariff"},
            "kind=tariff,outage": {"Tariff", "Burst"},
            "area=Z1": {"Burst"},
            "state=current": {"Burst"},
            "kind=tariff&area=Z1": set(),
            "search=burst": {"Burst"},
            "slug=old": {"Old"},
        }
        found = {query: ask(client, f"{PAGES}?type=cms_pages.AnnouncementPage&{query}") for query in wanted}
        titles = {query: {item["title"] for item in answer["items"]} for query, answer in found.items()}
        assert titles == wanted

    @pytest.mark.long
    def test_take_days_as_warsaw_counts_them(self, client: Client) -> None:
        week_ago = timezone.localdate() - timedelta(days=7)
        newer = ask(client, f"{PAGES}?type=cms_pages.AnnouncementPage&published_from={week_ago}")
        older = ask(client, f"{PAGES}?type=cms_pages.AnnouncementPage&published_to={week_ago}")
        assert {item["title"] for item in newer["items"]} == {"Tariff", "Burst"}
        assert {item["title"] for item in older["items"]} == {"Old"}

    @pytest.mark.long
    def test_refuse_what_they_do_not_know_with_a_sentence(self, client: Client) -> None:
        queries = ["kind=nonsense", "published_from=yesterday", "state=lost", "nonsense=1", "fields=owner"]
        for query in [*queries, "starts_at=soon", "streets=x"]:
            answer = client.get(f"{PAGES}?type=cms_pages.AnnouncementPage&{query}")
            assert (query, answer.status_code) == (query, 400)
            assert answer.json()["message"]

    @pytest.mark.long
    def test_the_list_costs_the_same_for_more_pages(self, client: Client, town: Town) -> None:
        url = f"{PAGES}?type=cms_pages.AnnouncementPage&fields=*"

        def cost() -> int:
            settle()
            ask(client, url)
            with CaptureQueriesContext(connection) as queries:
                ask(client, url)
            return len(queries)

        def more(name: str) -> None:
            attachments = [AnnouncementAttachment(document=document(name)) for _file in range(2)]
            body = [("file", document(name)), ("image", {"image": image(name)}), ("file", document(name))]
            streets = [AnnouncementStreet(street="Lipowa")]
            outage(town, name, streets=streets, attachments=attachments, body=body)

        more("first")
        few = cost()
        assert few <= 14
        for number in range(5):
            more(f"more-{number}")
        assert cost() <= few


# Fields of pages that the API keeps to itself, each with the reason.
KEPT = {
    "AnnouncementPage.audience": "only those for everybody are told",
    "AnnouncementPage.attachments": "told as files",
    "FormPage.form_fields": "forms are filled in at the office's own address",
    "FormPage.ticket_category": "concerns the office",
}


def own_fields(model: Any) -> set[str]:
    """What a page type adds to Wagtail's: columns, and rows below it."""
    columns = {field.name for field in model._meta.local_fields if field.name != "page_ptr"}
    rows = {relation.get_accessor_name() for relation in get_all_child_relations(model)}
    return columns | rows - {relation.get_accessor_name() for relation in get_all_child_relations(Page)}


@pytest.mark.parametrize("model", [each for each in get_page_models() if issubclass(each, BasePage)])
def test_each_field_of_a_page_type_is_told_or_kept_for_a_reason(model: Any) -> None:
    told = {field.name for field in model.api_fields}
    undecided = {f"{model.__name__}.{name}" for name in own_fields(model) - told} - KEPT.keys()
    assert undecided == set()


def test_the_library_can_be_built_from_the_api_alone(client: Client, town: Town) -> None:
    page = put_page(town.english_home, DocumentLibraryPage(title="Forms", slug="forms"))
    case = DocumentCaseFactory(name="Podłączenie", name_en="Connection", slug="connection")
    template = DocumentTemplateFactory(case=case)
    plan = put_page(town.english_home, StandardPage(title="Prices", slug="prices"))
    told: dict[str, Any] = {
        "title": "Application",
        "version": "2/2026",
        "fee": "17 PLN",
        "deadline": "7 days",
    }
    text = f'<p><a linktype="page" id="{plan.pk}">prices</a></p>'
    start = timezone.now() - timedelta(days=1)
    facts = {**told, "language": "en", "form_url": "https://example.test/form", "procedure": text}
    version = DocumentVersionFactory(template=template, go_live_at=start, **facts)
    for window in ({"go_live_at": start + timedelta(days=2)}, {"expire_at": start}):
        DocumentVersionFactory(template=template, **window)
    settle()
    (shelf,) = ask(client, f"{PAGES}{page.pk}/")["shelves"]
    (found,) = shelf["versions"]
    assert (shelf["case"], shelf["slug"]) == ("Connection", "connection")
    assert found.items() >= told.items()
    assert (found["url"], found["kind"], found["size"]) == (f"/en{version.url}", "PDF", version.size)
    assert (found["form_url"], found["valid_until"]) == ("https://example.test/form", None)
    assert parse_datetime(found["valid_from"]) == start and 'href="/en/prices/"' in found["procedure"]
    assert client.get(found["url"]).status_code == 200


def test_the_office_tells_who_it_is(client: Client, town: Town) -> None:
    facts = {"name": "Wodociągi", "emergency_phone": "994", "phone": "22 555 01 00"}
    hours = {"hours": "pon.–pt. 7–15", "hours_en": "Mon–Fri 7–15"}
    OfficeSettings.objects.create(site=Site.objects.get(), **facts, **hours, module_payments=False)
    settle()
    told = ask(client, "/api/v1/content/office/")
    assert told.items() >= facts.items()
    assert told["hours"] == {"pl": "pon.–pt. 7–15", "en": "Mon–Fri 7–15"}
    assert "payments" not in told["modules"] and "tickets" in told["modules"]
    assert client.post("/api/v1/content/office/").status_code == 405


def test_departments_come_with_the_contact_page(client: Client, town: Town) -> None:
    contact = ContactPage(title="Kontakt", slug="kontakt")
    contact.departments = [Department(name="Biuro", phone="22 555 01 02")]
    page = put_page(town.home, contact)
    assert ask(client, f"{PAGES}{page.pk}/")["departments"][0]["phone"] == "22 555 01 02"


def test_drafts_and_the_roots_of_the_tree_stay_inside(client: Client, town: Town) -> None:
    draft = announcement(town, "draft", title="Secret draft", publish=False)
    assert client.get(f"{PAGES}{draft.pk}/").status_code == 404
    assert client.get(f"{PAGES}find/?html_path=/komunikaty/draft/").status_code == 404
    titles = {item["title"] for item in ask(client, PAGES)["items"]}
    assert "Root" not in titles and "Secret draft" not in titles


def test_a_page_is_found_by_its_address_on_the_site(client: Client, town: Town) -> None:
    page = announcement(town, "znajdz", title="Znajdź")
    answer = client.get(f"{PAGES}find/?html_path=/komunikaty/znajdz/")
    assert (answer.status_code, answer["Location"].rstrip("?")) == (
        302,
        f"http://testserver{PAGES}{page.pk}/",
    )


def test_images_and_files_of_private_collections_are_absent_with_all_below(
    client: Client, town: Town, reference_index: None
) -> None:
    body: list[Any] = []
    for name, collection in {"open": Collection.get_first_root_node(), "below": private_collection()}.items():
        body.append(("image", {"image": image(name, collection=collection)}))
        body.append(("file", document(name, collection=collection)))
    announcement(town, "all", body=body)
    for kind in ("images", "documents"):
        assert [item["title"] for item in ask(client, f"/api/v1/content/{kind}/")["items"]] == ["open"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: Client, town: Town, method: str) -> None:
    assert getattr(client, method)(PAGES).status_code == 405
