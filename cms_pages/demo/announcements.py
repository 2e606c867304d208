"""Announcements of the invented utility; times are reckoned from now, so that the town looks alive."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone
from wagtail.models import Page

from cms_pages.demo.builder import note, put, table, text
from cms_pages.models import (
    AnnouncementArea,
    AnnouncementPage,
    AnnouncementStreet,
    AnnouncementUpdate,
    Audience,
    Kind,
)
from ebok.core.periods import from_local
from ebok.core.windows import office_zone

OUTAGE_SLUG = "brak-wody-lipowa-klonowa"


def put_announcements(polish: Page, english: Page) -> None:
    """One running outage, planned works, new bank accounts, a tariff, a tender, one for customers only."""
    _outage(polish, english)
    _planned_works(polish, english)
    bank = put(
        polish,
        AnnouncementPage,
        slug="nowe-numery-rachunkow",
        kind=Kind.BANK_ACCOUNT,
        title="Od 1 stycznia nowe numery rachunków do wpłat. Sprawdź, czy numer jest nasz",
        lead="Nowy numer znajdziesz w portalu i na fakturze. O zmianie nie powiadamiamy telefonicznie.",
        body=[
            note("warn", "Uwaga na oszustów", "Nie prosimy o przelew przez telefon ani przez SMS."),
            text("<p>Dotychczasowe rachunki działają do 30 czerwca 2027.</p>"),
        ],
    )
    put(
        english,
        AnnouncementPage,
        slug="new-bank-accounts",
        kind=Kind.BANK_ACCOUNT,
        original=bank,
        title="New bank accounts for payments from 1 January. Check that the number is ours",
        lead="You find the new number in the portal and on the invoice. We never announce it by telephone.",
    )
    tariff = put(
        polish,
        AnnouncementPage,
        slug="nowa-taryfa-od-grudnia",
        kind=Kind.TARIFF,
        title="Nowa taryfa dla wody i ścieków od 1 grudnia 2026",
        lead="Woda 5,40\u00a0zł, ścieki 8,64\u00a0zł za m³.",
        body=[
            table(
                "Zmiana cen",
                ["", "Do 30 listopada", "Od 1 grudnia"],
                ["Woda za m³", "5,12\u00a0zł", "5,40\u00a0zł"],
                ["Ścieki za m³", "8,21\u00a0zł", "8,64\u00a0zł"],
            )
        ],
    )
    put(
        english,
        AnnouncementPage,
        slug="new-tariff",
        kind=Kind.TARIFF,
        original=tariff,
        title="New tariff for water and sewage from 1 December 2026",
        lead="Water PLN 5.40, sewage PLN 8.64 per m³.",
    )
    put(
        polish,
        AnnouncementPage,
        slug="przetarg-na-wodomierze",
        kind=Kind.TENDER,
        title="Przetarg na dostawę wodomierzy",
        lead="Oferty przyjmujemy do 15 grudnia 2026, godz. 10:00.",
    )
    put(
        polish,
        AnnouncementPage,
        slug="odczyty-przed-swietami",
        kind=Kind.NEWS,
        audience=Audience.CUSTOMERS,
        title="Podaj odczyt przed świętami",
        lead="Dzięki temu faktura za grudzień nie będzie prognozą.",
    )
    put(
        polish,
        AnnouncementPage,
        slug="dyzury-w-swieta",
        kind=Kind.NEWS,
        audience=Audience.EMPLOYEES,
        title="Dyżury w święta",
        lead="Grafik dyżurów biura na 24–27 grudnia 2026 jest u kierownika.",
    )


def refresh_outage() -> None:
    """An untouched demo outage whose expected end has passed moves on to today."""
    now = _this_minute()
    for page in AnnouncementPage.objects.filter(kind=Kind.OUTAGE, resolved_at=None, expected_end_at__lt=now):
        if page.owner_id or page.latest_revision is None or page.latest_revision.user_id:
            continue
        page.starts_at, page.expected_end_at = _outage_times(now)
        for row in page.updates.all():
            row.at = now - timedelta(minutes=25)
        page.save_revision().publish()


def _outage(polish: Page, english: Page) -> None:
    starts_at, ends_at = _outage_times(_this_minute())
    original = put(
        polish,
        AnnouncementPage,
        slug=OUTAGE_SLUG,
        kind=Kind.OUTAGE,
        title="Brak wody: Lipowa 1–40, Klonowa",
        lead="Pęknięta rura. Beczkowóz stoi przy szkole, Lipowa 7.",
        starts_at=starts_at,
        expected_end_at=ends_at,
        areas=[AnnouncementArea(area_code="ZD-001")],
        streets=_streets(),
        updates=[
            AnnouncementUpdate(at=starts_at, title="Zgłoszenie", text="Mieszkańcy zgłosili brak wody."),
            AnnouncementUpdate(
                at=_this_minute() - timedelta(minutes=25),
                title="Trwa naprawa",
                text="Brygada odsłoniła rurę. Wymiana potrwa kilka godzin.",
            ),
        ],
    )
    put(
        english,
        AnnouncementPage,
        slug="no-water-lipowa-klonowa",
        kind=Kind.OUTAGE,
        original=original,
        title="No water: Lipowa 1–40, Klonowa",
        lead="A broken pipe. A water tanker stands at Lipowa 7.",
        starts_at=starts_at,
        expected_end_at=ends_at,
        areas=[AnnouncementArea(area_code="ZD-001")],
        streets=_streets(),
        updates=[
            AnnouncementUpdate(
                at=_this_minute() - timedelta(minutes=25),
                title="Repair under way",
                text="The crew has laid the pipe bare. The exchange takes some hours.",
            )
        ],
    )


def _planned_works(polish: Page, english: Page) -> None:
    day = timezone.now().astimezone(office_zone()).date() + timedelta(days=5)
    starts_at = from_local(datetime.combine(day, time(8)))
    ends_at = from_local(datetime.combine(day, time(13)))
    place = {"city": "Zielona Dolina", "street": "Słoneczna"}
    original = put(
        polish,
        AnnouncementPage,
        slug="wymiana-zaworow-sloneczna",
        kind=Kind.PLANNED_OUTAGE,
        title="Wymiana zaworów na ul. Słonecznej",
        lead="W tych godzinach nie będzie wody. Zrób zapas.",
        starts_at=starts_at,
        expected_end_at=ends_at,
        areas=[AnnouncementArea(area_code="ZD-002")],
        streets=[AnnouncementStreet(**place)],
    )
    put(
        english,
        AnnouncementPage,
        slug="valve-exchange-sloneczna",
        kind=Kind.PLANNED_OUTAGE,
        original=original,
        title="Exchange of valves in Słoneczna",
        lead="No water during these hours. Please keep some ready.",
        starts_at=starts_at,
        expected_end_at=ends_at,
        areas=[AnnouncementArea(area_code="ZD-002")],
        streets=[AnnouncementStreet(**place)],
    )


def _streets() -> list[AnnouncementStreet]:
    return [
        AnnouncementStreet(city="Zielona Dolina", street="Lipowa", building_from="1", building_to="40"),
        AnnouncementStreet(city="Zielona Dolina", street="Klonowa"),
    ]


def _outage_times(now: datetime) -> tuple[datetime, datetime]:
    """Since three hours ago, for four hours more, to the half hour."""
    end = now + timedelta(hours=4)
    return now - timedelta(hours=3), end - timedelta(minutes=end.minute % 30)


def _this_minute() -> datetime:
    return timezone.now().replace(second=0, microsecond=0)
