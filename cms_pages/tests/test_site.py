"""The site as a whole: identity, theme, menus, page types, library, the demonstration."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, Site

from cms_pages import modules, site_address, visibility
from cms_pages.models import (
    AccessibilityStatementPage,
    ArticleIndexPage,
    ArticlePage,
    ContactPage,
    Department,
    DocumentLibraryPage,
    FormPage,
    OfficeSettings,
    StandardPage,
)
from cms_pages.models.reading_windows import ReadingWindow
from cms_pages.queries import office_settings
from cms_pages.reading_windows import windows_for
from cms_pages.tests.factories import Town, add_page, settle
from documents.models import DocumentCase, DocumentTemplate, DocumentVersion
from ebok.core.periods import today

pytestmark = pytest.mark.django_db
# Ids that the ministry's technical conditions of the accessibility statement ask for.
STATEMENT_IDS = [
    "a11y-deklaracja",
    "a11y-wstep",
    "a11y-podmiot",
    "a11y-url",
    "a11y-data-publikacja",
    "a11y-data-aktualizacja",
    "a11y-status",
    "a11y-data-sporzadzenie",
    "a11y-kontakt",
    "a11y-osoba",
    "a11y-telefon",
    "a11y-email",
    "a11y-procedura",
    "a11y-architektura",
]


def office(**fields: object) -> OfficeSettings:
    return OfficeSettings.objects.create(site=Site.objects.get(), **fields)


class TestOffice:
    def test_is_read_once_a_generation(self, town: Town) -> None:
        office(name="Wodociągi", hours="pon.–pt.", hours_en="Mon–Fri")
        settle()
        office_settings()
        with CaptureQueriesContext(connection) as queries:
            assert office_settings().name == "Wodociągi"
        assert len(queries) == 0

    def test_speaks_both_languages(self, town: Town) -> None:
        office(hours="pon.–pt.", hours_en="Mon–Fri")
        for language, words in (("pl", "pon.–pt."), ("en", "Mon–Fri")):
            with translation.override(language):
                assert office_settings().hours == words

    def test_knows_which_modules_are_on(self, town: Town) -> None:
        office(module_readings=False)
        assert modules.enabled("invoices") and not modules.enabled("readings")
        with pytest.raises(modules.UnknownModule):
            modules.enabled("nonsense")

    def test_an_empty_site_still_has_a_name(self) -> None:
        assert office_settings().name == "eBOK"

    @pytest.mark.long
    def test_its_emergency_phone_stands_on_every_public_page(self, client: Client, town: Town) -> None:
        office(emergency_phone="994")
        add_page(town.home, StandardPage(title="Ceny", slug="ceny"))
        for url in ("/", "/komunikaty/", "/ceny/", "/napisz-do-nas/"):
            assert 'href="tel:994"' in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [("https://ebok.example.test", "ebok.example.test", 443), ("http://localhost:8130", "localhost", 8130)],
)
def test_full_addresses_follow_the_settings_of_the_installation(
    town: Town, settings: Any, address: str, host: str, port: int
) -> None:
    settings.SITE_URL = address
    site_address.follow_settings()
    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_url) == (host, port, address)


class TestTheme:
    def test_colours_come_as_a_style_sheet_for_light_and_dark(self, client: Client, town: Town) -> None:
        office(brand_colour="#7a0019", strong_colour="#4d0010")
        css = client.get(reverse("theme_css")).content.decode()
        assert "@layer theme" in css and "--brand: #7a0019" in css and "--bar: #4d0010" in css
        assert "prefers-color-scheme: dark" in css

    def test_is_kept_for_a_year_under_its_version_only(self, client: Client, town: Town) -> None:
        office(brand_colour="#7a0019")
        version = office_settings().theme_version
        assert "immutable" in client.get(f"/theme.css?v={version}")["Cache-Control"]
        assert "max-age=60" in client.get("/theme.css?v=old")["Cache-Control"]


class TestMenus:
    def test_hold_what_editors_put_there_and_only_what_is_visible(self, client: Client, town: Town) -> None:
        add_page(town.home, StandardPage(title="W menu", slug="w-menu", show_in_menus=True))
        add_page(town.home, StandardPage(title="W stopce", slug="w-stopce", show_in_footer=True))
        over = add_page(town.home, StandardPage(title="Po czasie", slug="po-czasie", show_in_menus=True))
        Page.objects.filter(pk=over.pk).update(expire_at=timezone.now())
        page = client.get("/").content.decode()
        assert 'href="/w-menu/"' in page and 'href="/w-stopce/"' in page
        assert "Po czasie" not in page

    def test_say_where_the_reader_is(self, client: Client, town: Town) -> None:
        assert re.search(
            r'href="/komunikaty/" aria-current="page"', client.get("/komunikaty/").content.decode()
        )

    def test_lead_to_the_same_page_in_the_other_language(self, client: Client, town: Town) -> None:
        assert 'href="/en/announcements/"' in client.get("/komunikaty/").content.decode()
        assert 'href="/komunikaty/"' in client.get("/en/announcements/").content.decode()


class TestPages:
    def test_articles_are_grouped_by_topic(self, client: Client, town: Town) -> None:
        index = add_page(town.english_home, ArticleIndexPage(title="Help", slug="help"))
        for topic, title in (("Meter", "Reading"), ("Invoices", "Due"), ("Meter", "Frost")):
            add_page(index, ArticlePage(title=title, slug=title.lower(), topic=topic))
        text = client.get("/en/help/").content.decode()
        assert text.index(">Invoices<") < text.index(">Due<") < text.index(">Meter<") < text.index(">Frost<")

    def test_contact_lists_departments(self, client: Client, town: Town) -> None:
        page = ContactPage(title="Kontakt", slug="kontakt")
        page.departments = [Department(name="Przyłącza", phone="22 555 01 20", hours="8–14")]
        add_page(town.home, page)
        text = client.get("/kontakt/").content.decode()
        assert "Przyłącza" in text and 'href="tel:225550120"' in text and "8–14" in text

    def test_the_accessibility_statement_carries_the_ids_of_the_ministry_once_each(
        self, client: Client, town: Town
    ) -> None:
        day = date(2026, 11, 1)
        statement = AccessibilityStatementPage(
            title="Deklaracja",
            slug="deklaracja",
            site_published_on=day,
            site_updated_on=day,
            prepared_on=day,
            reviewed_on=day,
            contact_name="Biuro",
            contact_phone="22 555",
            contact_email="a@example.test",
            architecture="Bez progów.",
        )
        add_page(town.home, statement)
        text = client.get("/deklaracja/").content.decode()
        assert {name: text.count(f'id="{name}"') for name in STATEMENT_IDS} == dict.fromkeys(STATEMENT_IDS, 1)
        assert 'id="a11y-data-publikacja" datetime="2026-11-01"' in text

    def test_text_of_editors_is_escaped_wherever_it_is_plain(self, client: Client, town: Town) -> None:
        attack = "<script>alert(1)</script>"
        body = [
            ("note", {"kind": "info", "title": attack, "text": attack}),
            ("table", {"data": [[attack]], "table_caption": attack}),
        ]
        add_page(town.home, StandardPage(title=attack, slug="atak", lead=attack, body=body))
        text = client.get("/atak/").content.decode()
        assert attack not in text and text.count("&lt;script&gt;") >= 5


def test_the_phone_menu_leads_to_services_that_are_switched_on(client: Client, town: Town) -> None:
    settle()
    menu = client.get("/komunikaty/").content.decode().partition("narrow-only")[2].partition("</nav>")[0]
    for address in ("/zgloszenia/", "/zgloszenia/sprawdz/", "/zgloszenia/odczyt/", "/harmonogram/"):
        assert f'href="{address}"' in menu
    office(module_readings=False, module_schedule=False)
    settle()
    menu = client.get("/komunikaty/").content.decode().partition("narrow-only")[2].partition("</nav>")[0]
    assert "/odczyt/" not in menu and "/harmonogram/" not in menu and "/zgloszenia/sprawdz/" in menu


class TestLibrary:
    @pytest.fixture(autouse=True)
    def shelves(self, town: Town) -> None:
        add_page(town.home, DocumentLibraryPage(title="Wzory", slug="wzory"))
        add_page(town.english_home, DocumentLibraryPage(title="Forms", slug="forms"))
        case = DocumentCase.objects.create(name="Przyłączenie", name_en="Connection", slug="przylaczenie")
        other = DocumentCase.objects.create(name="Faktury", slug="faktury")
        self.version(case, "wniosek", "Wniosek o przyłącze", fee="246,00 zł", deadline="21 dni")
        self.version(other, "reklamacja", "Reklamacja")
        self.version(other, "stary", "Stary wzór", expire_at=timezone.now())
        self.version(other, "przyszly", "Przyszły wzór", go_live_at=timezone.now() + timedelta(hours=1))

    def version(self, case: DocumentCase, slug: str, title: str, **facts: object) -> None:
        template = DocumentTemplate.objects.create(case=case, title=title, slug=slug)
        file = ContentFile(b"%PDF-1.7\n%%EOF\n", name="a.pdf")
        DocumentVersion.objects.create(template=template, title=title, version="1/2026", file=file, **facts)

    def titles(self, client: Client, query: str = "") -> set[str]:
        text = client.get(f"/wzory/{query}").content.decode()
        every = ("Wniosek o przyłącze", "Reklamacja", "Stary wzór", "Przyszły wzór")
        return {title for title in every if f"<h3>{title}</h3>" in text}

    def test_shows_versions_in_force_with_fee_and_time(self, client: Client) -> None:
        assert self.titles(client) == {"Wniosek o przyłącze", "Reklamacja"}
        text = client.get("/wzory/").content.decode()
        assert "246,00 zł" in text and "21 dni" in text and "PDF" in text

    @pytest.mark.long
    def test_is_narrowed_by_case_and_by_words_without_accents(self, client: Client) -> None:
        assert self.titles(client, "?case=faktury") == {"Reklamacja"}
        assert self.titles(client, "?q=PRZYLACZE") == {"Wniosek o przyłącze"}
        assert self.titles(client, "?q=wniosek+faktury") == set()

    @pytest.mark.long
    def test_an_unknown_case_answers_404(self, client: Client) -> None:
        assert client.get("/wzory/?case=nonsense").status_code == 404

    def test_shows_polish_forms_to_english_readers_where_there_is_no_other(self, client: Client) -> None:
        text = client.get("/en/forms/").content.decode()
        assert "Connection" in text and "Wniosek o przyłącze" in text


class TestDemonstration:
    @pytest.mark.long
    def test_fills_the_site_once_and_every_page_of_it_can_be_read(self, client: Client) -> None:
        call_command("demo_content")
        pages = dict(Page.objects.values_list("pk", "latest_revision_id"))
        versions = DocumentVersion.objects.count()
        call_command("demo_content")
        assert dict(Page.objects.values_list("pk", "latest_revision_id")) == pages
        assert DocumentVersion.objects.count() == versions >= 5
        assert all(version.size and version.format == "pdf" for version in DocumentVersion.objects.all())
        home = client.get("/", headers={"Host": "localhost"}).content.decode()
        assert "Brak wody: Lipowa 1–40, Klonowa" in home and "Wodociągi Zielona Dolina" in home
        assert "Podaj odczyt przed świętami" not in home  # for customers only
        urls = [page.url for page in visibility.public_pages().filter(depth__gt=1)]
        assert len(urls) >= 30
        codes = {url: client.get(url, headers={"Host": "localhost"}).status_code for url in urls}
        assert {url for url, code in codes.items() if code != 200} == set()
        assert [form.form_fields.count() for form in FormPage.objects.all()] == [5, 5]
        assert ReadingWindow.objects.count() == 2
        assert all(windows_for(service="water", sub_meter=sub).is_open(today()) for sub in (False, True))
