"""Who the invented utility is, and the pages that seldom change."""

from __future__ import annotations

from datetime import date
from typing import Any

from wagtail.models import Page, Site

from cms_pages.demo.builder import note, put, table, text
from cms_pages.models import (
    AccessibilityStatementPage,
    ArticleIndexPage,
    ContactPage,
    Department,
    DocumentLibraryPage,
    OfficeSettings,
    OutageCheckPage,
    SearchPage,
    StandardPage,
)

OFFICE: dict[str, Any] = {
    "name": "Wodociągi Zielona Dolina",
    "short_name": "Wodociągi Zielona Dolina",
    "address": "Rynek 3, 99-900 Zielona Dolina",
    "nip": "1234563218",
    "bank": "Bank Demonstracyjny",
    "bank_account": "61109010140000071219812874",
    "emergency_phone": "994",
    "emergency_text": "Pogotowie wodociągowe całą dobę",
    "emergency_text_en": "Water emergency, day and night",
    "phone": "22 555 01 02",
    "email": "biuro@zielonadolina.example",
    "hours": "pon.–pt. 7:00–15:00, śr. do 17:00",
    "hours_en": "Mon–Fri 7:00–15:00, Wed until 17:00",
}


def put_office(site: Site) -> None:
    """Settings of the office, unless somebody has set them already."""
    OfficeSettings.objects.get_or_create(site=site, defaults=OFFICE)


def put_polish(home: Page) -> dict[str, Page]:
    """Pages below the Polish home page, by a name that their translations share."""
    return {
        "check": put(
            home,
            OutageCheckPage,
            slug="czy-jest-woda",
            title="Czy na mojej ulicy jest woda?",
            lead="Wpisz ulicę i numer. Powiemy, czy trwa tam awaria i co jest planowane. Bez logowania.",
        ),
        "library": put(
            home,
            DocumentLibraryPage,
            slug="wzory-dokumentow",
            title="Wzory dokumentów",
            show_in_menus=True,
            lead="Wnioski i formularze według spraw, z opisem, opłatą i czasem załatwienia.",
        ),
        "tariff": put(
            home,
            StandardPage,
            slug="ceny-i-taryfy",
            title="Ceny i taryfy",
            show_in_menus=True,
            lead="Ile kosztuje woda i odprowadzanie ścieków. Ceny brutto.",
            body=[
                table(
                    "Taryfa od 1 grudnia 2026",
                    ["Grupa", "Woda za m³", "Ścieki za m³", "Abonament"],
                    ["Gospodarstwa domowe", "5,40\u00a0zł", "8,64\u00a0zł", "7,20\u00a0zł"],
                    ["Pozostali odbiorcy", "5,94\u00a0zł", "9,50\u00a0zł", "9,80\u00a0zł"],
                ),
                note("info", "Przykład", "Rodzina, która zużywa 10 m³ miesięcznie, płaci 147,60\u00a0zł."),
            ],
        ),
        "knowledge": put(
            home,
            ArticleIndexPage,
            slug="dla-klienta",
            title="Dla klienta",
            show_in_menus=True,
            lead="Najczęstsze pytania i proste odpowiedzi.",
        ),
        "contact": put(
            home,
            ContactPage,
            slug="kontakt",
            title="Kontakt",
            show_in_menus=True,
            lead="Zadzwoń, napisz albo przyjdź.",
            departments=[
                Department(
                    name="Biuro obsługi klienta",
                    matters="Umowy, faktury, odczyty, reklamacje",
                    phone="22 555 01 02",
                    email="biuro@zielonadolina.example",
                    hours="pon.–pt. 7:00–15:00, śr. do 17:00",
                ),
                Department(
                    name="Pogotowie wodociągowe",
                    matters="Awarie, brak wody, wycieki",
                    phone="994",
                    hours="całą dobę",
                ),
                Department(
                    name="Przyłącza i warunki techniczne",
                    matters="Nowe przyłącza, uzgodnienia",
                    phone="22 555 01 20",
                    email="przylacza@zielonadolina.example",
                    hours="pon.–pt. 8:00–14:00",
                ),
            ],
        ),
        "search": put(home, SearchPage, slug="szukaj", title="Szukaj"),
        "privacy": put(
            home,
            StandardPage,
            slug="ochrona-danych",
            title="Ochrona danych",
            show_in_footer=True,
            lead="Jakie dane przechowujemy i jak długo.",
            body=[
                text(
                    "<p>Portal przechowuje tylko dane logowania, zgłoszenia i wiadomości. Dane rozliczeniowe "
                    "pochodzą z systemu bilingowego i nie są w portalu zmieniane.</p>"
                )
            ],
        ),
        "accessibility": put(
            home,
            AccessibilityStatementPage,
            slug="deklaracja-dostepnosci",
            title="Deklaracja dostępności",
            show_in_footer=True,
            **_statement(),
            body=[text("<p>Niektóre starsze wzory dokumentów są skanami bez warstwy tekstowej.</p>")],
            architecture="Wejście od Rynku, bez progów. Winda na wszystkie piętra. Pętla indukcyjna przy "
            "stanowisku 1. Można wejść z psem asystującym. Tłumacz języka migowego po umówieniu.",
        ),
    }


def put_english(home: Page, originals: dict[str, Page]) -> None:
    """The same pages in English."""
    put(
        home,
        OutageCheckPage,
        slug="is-there-water",
        title="Is there water in my street?",
        original=originals["check"],
        lead="Give street and number. We tell what is broken or planned there. No sign-in needed.",
    )
    put(
        home,
        DocumentLibraryPage,
        slug="document-templates",
        title="Forms",
        show_in_menus=True,
        original=originals["library"],
        lead="Applications and forms by case, with fee and time needed.",
    )
    put(
        home,
        StandardPage,
        slug="prices",
        title="Prices",
        show_in_menus=True,
        original=originals["tariff"],
        lead="What water and sewage cost. Prices include VAT.",
        body=[
            table(
                "Tariff from 1 December 2026",
                ["Group", "Water per m³", "Sewage per m³", "Standing charge"],
                ["Households", "PLN 5.40", "PLN 8.64", "PLN 7.20"],
                ["Other customers", "PLN 5.94", "PLN 9.50", "PLN 9.80"],
            )
        ],
    )
    put(
        home,
        ArticleIndexPage,
        slug="for-customers",
        title="For customers",
        show_in_menus=True,
        original=originals["knowledge"],
        lead="Frequent questions, plain answers.",
    )
    put(
        home,
        ContactPage,
        slug="contact",
        title="Contact",
        show_in_menus=True,
        original=originals["contact"],
        lead="Call, write or come by.",
        departments=[
            Department(
                name="Customer office",
                matters="Contracts, invoices, readings, complaints",
                phone="22 555 01 02",
                email="biuro@zielonadolina.example",
                hours="Mon–Fri 7:00–15:00, Wed until 17:00",
            ),
            Department(name="Water emergency", matters="Leaks, no water", phone="994", hours="day and night"),
        ],
    )
    put(home, SearchPage, slug="search", title="Search", original=originals["search"])
    put(
        home,
        StandardPage,
        slug="privacy",
        title="Data protection",
        show_in_footer=True,
        original=originals["privacy"],
        lead="What we keep, and for how long.",
        body=[
            text(
                "<p>The portal keeps sign-in data, tickets and messages only. Billing data come from the "
                "billing system and are never changed here.</p>"
            )
        ],
    )
    put(
        home,
        AccessibilityStatementPage,
        slug="accessibility",
        title="Accessibility statement",
        show_in_footer=True,
        original=originals["accessibility"],
        **_statement(),
        body=[text("<p>Some older forms are scans without a text layer.</p>")],
        architecture="Step-free entrance from Rynek. Lift to all floors. Induction loop at desk 1. "
        "Assistance dogs are welcome. Sign language by appointment.",
    )


def _statement() -> dict[str, Any]:
    return {
        "site_published_on": date(2026, 11, 1),
        "site_updated_on": date(2026, 11, 20),
        "status": AccessibilityStatementPage.Status.PARTIAL,
        "prepared_on": date(2026, 11, 1),
        "reviewed_on": date(2026, 11, 20),
        "contact_name": "Biuro obsługi klienta",
        "contact_phone": "22 555 01 02",
        "contact_email": "dostepnosc@zielonadolina.example",
    }
