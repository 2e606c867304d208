"""`demo_content`: the public site of an invented utility, in Polish and English."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from cms_pages import roles
from cms_pages.demo import announcements, articles, builder, forms, library, town
from cms_pages.models import AnnouncementIndexPage, HomePage

POLISH_TILES = [
    ("credit-card", "Zapłać fakturę", "/portal/", "invoices"),
    ("gauge", "Podaj odczyt", "/zgloszenia/odczyt/", "readings"),
    ("triangle-alert", "Zgłoś problem", "/zgloszenia/", "tickets"),
    ("file-text", "Wzory dokumentów", "/wzory-dokumentow/", ""),
]
ENGLISH_TILES = [
    ("credit-card", "Pay an invoice", "/en/portal/", "invoices"),
    ("gauge", "Give a reading", "/en/zgloszenia/odczyt/", "readings"),
    ("triangle-alert", "Report a problem", "/en/zgloszenia/", "tickets"),
    ("file-text", "Forms", "/en/document-templates/", ""),
]


class Command(BaseCommand):
    """Makes what is missing; pages that are there already stay as editors left them."""

    help = "Fill the public site with an invented utility (harmless to run again)."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Site, pages in both languages, announcements, forms, groups of editors."""
        root = builder.root_node()
        roles.ensure_roles()
        polish, english = builder.locales()
        home = builder.put(
            root,
            HomePage,
            slug="pl",
            locale=polish,
            title="Wodociągi Zielona Dolina",
            question="Czy na mojej ulicy jest woda?",
            lead="Sprawdź awarie i planowane przerwy pod swoim adresem. Bez logowania.",
            shortcuts=_tiles(POLISH_TILES),
        )
        english_home = builder.put(
            root,
            HomePage,
            slug="en",
            locale=english,
            title="Zielona Dolina Waterworks",
            original=home,
            question="Is there water in my street?",
            lead="Check outages and planned interruptions at your address. No sign-in needed.",
            shortcuts=_tiles(ENGLISH_TILES),
        )
        site = builder.put_site(home)
        town.put_office(site)
        forms.put_reading_windows(site, day=timezone.localdate())
        self._fill(home, english_home)
        library.put_library()
        announcements.refresh_outage()
        self.stdout.write(f"The public site has {Page.objects.filter(depth__gt=1).count()} pages.")

    def _fill(self, home: Page, english_home: Page) -> None:
        lists = {
            "title": "Komunikaty",
            "show_in_menus": True,
            "lead": "Awarie, planowane przerwy, taryfy, przetargi.",
        }
        polish_list = builder.put(home, AnnouncementIndexPage, slug="komunikaty", **lists)
        lists = {
            "title": "Announcements",
            "show_in_menus": True,
            "lead": "Outages, planned works, tariffs, tenders.",
        }
        english_list = builder.put(
            english_home, AnnouncementIndexPage, slug="announcements", original=polish_list, **lists
        )
        pages = town.put_polish(home)
        town.put_english(english_home, pages)
        english_articles = Page.objects.child_of(english_home).get(slug="for-customers")
        articles.put_articles(pages["knowledge"], english_articles)
        forms.put_forms(home, english_home)
        announcements.put_announcements(polish_list, english_list)


def _tiles(tiles: list[tuple[str, str, str, str]]) -> list[tuple[str, dict[str, str]]]:
    return [
        ("shortcut", {"icon": icon, "text": text, "url": url, "module": module})
        for icon, text, url, module in tiles
    ]
