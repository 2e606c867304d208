"""Who gets a file of the editors: lists, its entry in the API and its address obey the page that shows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from cms_pages.models import AnnouncementAttachment, AnnouncementPage, Audience, OfficeSettings, StandardPage
from cms_pages.schedule import publish_due
from cms_pages.tests.factories import Town, UserFactory, announcement, member_of, put_page, settle, signed_in
from cms_pages.tests.files import document, image, private_collection
from documents.models import DocumentVersion
from documents.tests.factories import DocumentVersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_index")]
DOCUMENTS, IMAGES = "/api/v1/content/documents/", "/api/v1/content/images/"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOBODY, EVERYBODY = (False, False, False), (True, True, True)


def offered(client: Client, file: Any, *, at: str = DOCUMENTS) -> tuple[bool, bool, bool]:
    """Is a file in the list, has it an entry of its own, and is it given at its address?"""
    settle()
    listed = [item["id"] for item in client.get(at).json()["items"]]
    entry = client.get(f"{at}{file.pk}/").status_code
    address = client.get(file.url).status_code if at == DOCUMENTS else entry
    assert {entry, address} <= {200, 302, 404}
    return file.pk in listed, entry == 200, address == 200


def customer() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


def clerk() -> Client:
    return signed_in(UserFactory(is_staff=True))


def attached(town: Town, **fields: Any) -> Any:
    file = document()
    announcement(town, "z-plikiem", attachments=[AnnouncementAttachment(document=file)], **fields)
    return file


class TestAudiences:
    def test_a_file_of_a_public_page_is_everybodys(self, client: Client, town: Town) -> None:
        assert offered(client, attached(town)) == EVERYBODY

    def test_one_of_customers_is_given_to_customers_and_listed_nowhere(
        self, client: Client, town: Town
    ) -> None:
        file = attached(town, audience=Audience.CUSTOMERS)
        assert offered(client, file) == NOBODY
        assert offered(customer(), file) == (False, False, True)
        page = AnnouncementPage.objects.get(slug="z-plikiem")
        assert f'href="{file.url}"' in customer().get(f"/portal/announcements/{page.pk}/").content.decode()

    def test_one_of_employees_is_given_to_employees_only(self, client: Client, town: Town) -> None:
        file = attached(town, audience=Audience.EMPLOYEES)
        assert offered(client, file) == offered(customer(), file) == NOBODY
        assert offered(clerk(), file) == (False, False, True)

    def test_an_employee_without_second_factor_gets_nothing_internal(self, town: Town) -> None:
        file = attached(town, audience=Audience.EMPLOYEES)
        client = Client()
        client.force_login(UserFactory(is_staff=True))
        assert offered(client, file) == NOBODY

    def test_what_is_not_for_everybody_is_kept_by_no_cache(self, town: Town) -> None:
        file = attached(town, audience=Audience.CUSTOMERS)
        assert "no-store" in customer().get(file.url)["Cache-Control"]


class TestTime:
    @pytest.mark.long
    def test_a_file_appears_and_ends_with_its_page(self, client: Client, town: Town) -> None:
        with time_machine.travel(NOON, tick=False):
            start, end = NOON + timedelta(hours=1), NOON + timedelta(hours=2)
            file = attached(town, go_live_at=start, expire_at=end)
            assert offered(client, file) == NOBODY
        with time_machine.travel(start, tick=False):
            publish_due()
            assert offered(client, file) == EVERYBODY
        with time_machine.travel(end, tick=False):
            assert offered(client, file) == NOBODY

    @pytest.mark.long
    def test_a_file_in_the_text_of_a_version_waits_for_the_version(self, client: Client, town: Town) -> None:
        file = document()
        text = f'<p><a linktype="document" id="{file.pk}">how to</a></p>'
        with time_machine.travel(NOON, tick=False):
            DocumentVersionFactory(procedure=text, go_live_at=NOON + timedelta(hours=1))
            assert offered(client, file) == NOBODY
        with time_machine.travel(NOON + timedelta(hours=1), tick=False):
            assert offered(client, file) == EVERYBODY

    def test_a_version_in_force_does_not_show_what_its_neighbour_will(
        self, client: Client, town: Town
    ) -> None:
        file = document()
        now = DocumentVersionFactory()
        text = f'<p><a linktype="document" id="{file.pk}">how to</a></p>'
        DocumentVersionFactory(
            template=now.template, version="next", procedure=text, go_live_at=NOON + timedelta(days=3650)
        )
        assert DocumentVersion.objects.count() == 2
        assert offered(client, file) == NOBODY


class TestUploads:
    @pytest.mark.long
    def test_a_file_on_no_page_is_shown_to_editors_only(self, client: Client, town: Town) -> None:
        file = document()
        assert offered(client, file) == offered(customer(), file) == NOBODY
        assert offered(signed_in(member_of("Editors")), file) == (False, False, True)

    def test_a_draft_publishes_nothing(self, client: Client, town: Town) -> None:
        assert offered(client, attached(town, publish=False)) == NOBODY

    @pytest.mark.long
    def test_a_file_block_publishes_and_taking_it_out_hides_again(self, client: Client, town: Town) -> None:
        file = document()
        page = announcement(town, "blok", body=[("file", file)])
        assert offered(client, file) == EVERYBODY
        page.body = []
        page.save_revision().publish()
        assert offered(client, file) == NOBODY


class TestPrivateCollections:
    @pytest.mark.long
    def test_a_file_there_is_listed_nowhere_and_linked_nowhere(self, client: Client, town: Town) -> None:
        file = document(collection=private_collection())
        announcement(
            town,
            "tajny",
            attachments=[AnnouncementAttachment(document=file)],
            body=[("file", file), ("text", f'<p><a linktype="document" id="{file.pk}">x</a></p>')],
        )
        assert offered(client, file) == NOBODY
        for url in ("/komunikaty/tajny/", "/api/v1/content/pages/?type=cms_pages.AnnouncementPage&fields=*"):
            assert file.url not in client.get(url).content.decode()

    def test_an_image_there_stays_out_of_page_and_api(self, client: Client, town: Town) -> None:
        shown, hidden = image("Shown"), image("Hidden", collection=private_collection())
        body = [("image", {"image": each, "description": each.title}) for each in (shown, hidden)]
        page = announcement(town, "obrazki", body=body)
        assert offered(client, shown, at=IMAGES) == EVERYBODY
        assert offered(client, hidden, at=IMAGES) == NOBODY
        html = client.get("/komunikaty/obrazki/").content.decode()
        assert 'alt="Shown"' in html and 'alt="Hidden"' not in html
        blocks = client.get(f"/api/v1/content/pages/{page.pk}/").json()["body"]
        assert [block["value"] and block["value"]["description"] for block in blocks] == ["Shown", None]


@pytest.mark.long
def test_images_obey_the_rule_and_the_logo_is_shown_on_every_page(client: Client, town: Town) -> None:
    logo, upload = image("Logo"), image("Upload")
    OfficeSettings.objects.create(site=Site.objects.get(), logo=logo)
    internal = image("Internal")
    body = [("image", {"image": internal})]
    announcement(town, "wewnetrzny", audience=Audience.EMPLOYEES, body=body)
    assert offered(client, logo, at=IMAGES) == EVERYBODY
    assert offered(client, upload, at=IMAGES) == offered(client, internal, at=IMAGES) == NOBODY


@pytest.mark.long
def test_a_page_with_a_password_gives_its_files_to_those_who_know_it(client: Client, town: Town) -> None:
    file = document()
    page = put_page(town.home, StandardPage(title="Zamknięta", slug="zamknieta", body=[("file", file)]))
    rule = PageViewRestriction.objects.create(page=page, restriction_type="password", password="secret")
    assert offered(client, file) == NOBODY
    session = client.session
    session[PageViewRestriction.passed_view_restrictions_session_key] = [rule.pk]
    session.save()
    assert offered(client, file) == (False, False, True)


class TestHostOfFiles:
    """The other host knows nobody, so only what is for everybody may go there."""

    @pytest.fixture(autouse=True)
    def other_host(self, settings: Any) -> None:
        settings.UPLOADS_HOST = "files.testserver"
        settings.ALLOWED_HOSTS = ["testserver", "files.testserver"]

    def test_strangers_are_sent_there(self, client: Client, town: Town) -> None:
        file = attached(town)
        assert client.get(file.url)["Location"] == f"http://files.testserver{file.url}"
        assert client.get(file.url, headers={"host": "files.testserver"}).status_code == 200

    @pytest.mark.long
    def test_a_signed_in_person_too_but_not_for_what_is_his(self, town: Town) -> None:
        open_file, own = attached(town), document("Own")
        attachment = AnnouncementAttachment(document=own)
        announcement(town, "moje", audience=Audience.CUSTOMERS, attachments=[attachment])
        reader = customer()
        assert reader.get(open_file.url)["Location"] == f"http://files.testserver{open_file.url}"
        assert reader.get(own.url).status_code == 200
        assert Client().get(own.url, headers={"host": "files.testserver"}).status_code == 404


@pytest.mark.long
def test_lists_of_files_cost_the_same_for_more(client: Client, town: Town) -> None:
    def cost() -> int:
        settle()
        client.get(DOCUMENTS)
        with CaptureQueriesContext(connection) as queries:
            client.get(DOCUMENTS)
        return len(queries)

    attached(town)
    few = cost()
    for number in range(4):
        row = AnnouncementAttachment(document=document(f"More{number}"))
        announcement(town, f"wiecej-{number}", attachments=[row])
    assert cost() == few <= 6
