"""What the gallery shows of each component: short, long, empty and wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from ebok.core.styleguide import charts
from ebok.core.styleguide.forms import EveryField, filled_wrongly

BACK = {"url": "#", "url_text": "Szczegóły"}
LONG = (
    "Wymiana zaworów i przepięcie sieci wodociągowej na Osiedlu Słonecznym oraz przy ulicach "
    "Konstantynopolitańskiej, Brzęczyszczykiewicza i Świętokrzyskiej w czwartek 26 listopada"
)
AT = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sample:
    """One appearance of a component: a title and the parameters it is given."""

    title: str
    context: dict[str, Any] = field(default_factory=dict)


def samples() -> dict[str, list[Sample]]:
    """The samples of every component, by its file name without `.html`."""
    form, wrong = EveryField(), filled_wrongly()
    return {
        "page_header": [
            Sample("Title alone", {"title": "Faktury"}),
            Sample(
                "Everything, long", {"title": LONG, "lead": LONG, "action_url": "#", "action_text": "Zapłać"}
            ),
        ],
        "breadcrumbs": [
            Sample("Three steps", {"trail": [("Pulpit", "#"), ("Faktury", "#"), ("FV/2026/11/00412", "")]}),
            Sample("Long", {"trail": [("Komunikaty", "#"), (LONG, "")]}),
        ],
        "csv_link": [Sample("Below a list", {"url": "#"})],
        "status_tag": [
            Sample("Paid", {"kind": "ok", "text": "Zapłacona"}),
            Sample("Due", {"kind": "warn", "text": "Do zapłaty"}),
            Sample("Outage", {"kind": "bad", "text": "Awaria"}),
            Sample("In progress", {"kind": "info", "text": "W toku"}),
            Sample("Quiet, long", {"kind": "quiet", "text": LONG}),
        ],
        "alert": [
            Sample("Outage", {"kind": "bad", "title": "Nie ma wody.", "text": "Wróci o 18:30."}),
            Sample("Warning", {"kind": "warn", "title": LONG, "text": LONG, **BACK}),
            Sample("Success", {"kind": "ok", "text": "Odczyt przyjęty."}),
            Sample("Information", {"kind": "info", "text": "Biuro jest dziś czynne do 17:00."}),
        ],
        "empty_state": [
            Sample("Title alone", {"title": "Nie masz jeszcze zgłoszeń"}),
            Sample(
                "With a way on",
                {"title": "Brak faktur", "text": LONG, "url": "#", "url_text": "Pokaż wszystkie"},
            ),
        ],
        "field": [
            Sample("Text", {"field": form["name"]}),
            Sample("With a hint, optional", {"field": form["email"]}),
            Sample("Wrong", {"field": wrong["email"]}),
            Sample("Too long", {"field": wrong["name"]}),
            Sample("One of many", {"field": form["kind"]}),
            Sample("One of few", {"field": form["reply"]}),
            Sample("Several", {"field": form["topics"]}),
            Sample("File", {"field": form["photo"]}),
            Sample("Yes", {"field": wrong["consent"]}),
        ],
        "error_summary": [Sample("Errors", {"form": wrong}), Sample("No errors: nothing", {"form": form})],
        "form": [Sample("Filled hastily", {"form": wrong, "submit_text": "Wyślij", "cancel_url": "#"})],
        "pager": [
            Sample("In the middle", {"newer_url": "#", "older_url": "#"}),
            Sample("First page", {"older_url": "#"}),
            Sample("Last page", {"newer_url": "#"}),
            Sample("One page: nothing"),
        ],
        "file_link": [
            Sample("PDF", {"url": "#", "text": "Faktura", "size": 84_213, "about": "FV/2026/11/00412"}),
            Sample("Long, other kind", {"url": "#", "text": LONG, "kind": "XML"}),
        ],
        "timeline": [
            Sample(
                "Three entries",
                {
                    "entries": [
                        {"at": AT, "title": "Rura naprawiona", "text": "Płuczemy sieć. Woda wróci do 18:30."},
                        {"at": AT, "title": LONG, "text": LONG},
                        {"at": AT, "text": "Zgłoszenie przyjęte."},
                    ]
                },
            )
        ],
        "stepper": [Sample("Second of three", {"steps": ["Adres", "Opis sprawy", "Wysłanie"], "current": 2})],
        "definition_list": [
            Sample("Facts", {"items": [("Numer klienta", "100245"), ("Adres", LONG), ("Punkt poboru", "")]})
        ],
        "as_of": [
            Sample("Fresh", {"feed": SimpleNamespace(as_of=AT, stale=False)}),
            Sample("Stale", {"feed": SimpleNamespace(as_of=AT, stale=True)}),
        ],
        "chart": [
            Sample("A year, two months estimated", {"chart": charts.year(), "table_open": True}),
            Sample("Two years", {"chart": charts.two_years()}),
            Sample("Averages with ranges, a gap", {"chart": charts.days(), "heading": "-"}),
            Sample("Nothing known", {"chart": charts.nothing()}),
        ],
        "search_form": [Sample("Search", {"action": "#", "label": "Szukaj na stronie", "value": LONG})],
        "robot_check": [
            Sample(
                "Nobody sees it unless suspected",
                {"id": "check", "decoy": "homepage", "ticket": "ticket", "ticket_value": "1"},
            )
        ],
        "password_hint": [Sample("Speaks while a new password is typed")],
        "print_button": [Sample("Print")],
        "copy_button": [Sample("Copy", {"value": "25109010145555000000012345", "what": "numer rachunku"})],
    }
