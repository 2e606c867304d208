"""An application form as an editor would build it, and the windows in which readings are taken."""

from __future__ import annotations

from datetime import date
from typing import Any

from wagtail.models import Page, Site

from cms_pages.demo.builder import put, text
from cms_pages.models import FormField, FormPage
from cms_pages.models.reading_windows import ReadingSettings, ReadingWindow

MIDDLE = 15

Field = tuple[str, str, bool, str]
POLISH_FIELDS: tuple[Field, ...] = (
    ("Adres nieruchomości lub numer działki", "singleline", True, ""),
    ("Co chcesz przyłączyć?", "radio", True, "wodę,kanalizację,wodę i kanalizację"),
    ("Przewidywane zużycie w m³ na miesiąc", "number", False, ""),
    ("Planowany początek prac", "date", False, ""),
    ("Uwagi", "multiline", False, ""),
)
ENGLISH_FIELDS: tuple[Field, ...] = (
    ("Address or number of the plot", "singleline", True, ""),
    ("What do you want to connect?", "radio", True, "water,sewer,water and sewer"),
    ("Expected use in m³ a month", "number", False, ""),
    ("Planned start of the works", "date", False, ""),
    ("Remarks", "multiline", False, ""),
)


def put_forms(home: Page, english_home: Page) -> None:
    """The application for a connection, in both languages."""
    polish = put(
        home,
        FormPage,
        slug="wniosek-o-przylaczenie",
        title="Wniosek o przyłączenie do sieci",
        lead="Powiedz, co i gdzie chcesz przyłączyć. Odpowiemy warunkami technicznymi.",
        body=[text("<p>Dołącz mapę lub szkic, jeśli go masz. Numer sprawy wyślemy e-mailem.</p>")],
        form_fields=_rows(POLISH_FIELDS),
    )
    put(
        english_home,
        FormPage,
        slug="application-for-connection",
        title="Application for a connection",
        original=polish,
        lead="Say what you want to connect, and where. We answer with the technical conditions.",
        body=[text("<p>Add a map or a sketch if you have one. The number of your case comes by e-mail.</p>")],
        form_fields=_rows(ENGLISH_FIELDS),
    )


def put_reading_windows(site: Site, *, day: date) -> None:
    """Windows that are open on `day`: monthly ones for water, a yearly one for sub-meters.

    Nothing changes where the office has windows already.
    """
    settings, _created = ReadingSettings.objects.get_or_create(site=site)
    if settings.windows.exists():
        return
    first, last = (1, 20) if day.day <= MIDDLE else (MIDDLE, 31)
    common: dict[str, Any] = {"service": "water", "first_day": first, "last_day": last}
    settings.windows.add(ReadingWindow(**common), ReadingWindow(**common, sub_meters=True, month=day.month))
    settings.save()


def _rows(fields: tuple[Field, ...]) -> list[FormField]:
    return [
        FormField(sort_order=place, label=label, field_type=kind, required=required, choices=choices)
        for place, (label, kind, required, choices) in enumerate(fields)
    ]
