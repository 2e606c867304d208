"""Shows every component and a few whole pages made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from ebok.core.styleguide.samples import samples

PAGES = ("public", "portal")
ICONS = Path("static") / "vendor" / "lucide"


def parameters(component: str) -> str:
    """The parameters of a component as its own first line documents them."""
    source = (settings.ROOT_DIR / "templates" / "components" / f"{component}.html").read_text()
    return source.removeprefix("{#").split("#}", 1)[0].strip()


def shown(request: HttpRequest) -> list[dict[str, Any]]:
    """Every component: name, parameters, and the rendered samples."""
    return [
        {
            "name": name,
            "parameters": parameters(name),
            "samples": [
                (sample.title, render_to_string(f"components/{name}.html", sample.context, request))
                for sample in group
            ],
        }
        for name, group in samples().items()
    ]


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with its samples, the buttons, the colours, the icons."""
    icons = sorted(path.stem for path in (settings.SITE_DIR / ICONS).glob("*.svg"))
    return render(request, "styleguide/gallery.html", {"components": shown(request), "icons": icons})


def page(request: HttpRequest, name: str) -> HttpResponse:
    """A whole page with invented content, to judge the parts together."""
    if name not in PAGES:
        raise Http404
    return render(request, f"styleguide/{name}.html", SAMPLE_PAGES)


SAMPLE_PAGES: dict[str, Any] = {
    "navigation": [
        ("Komunikaty", "#", False),
        ("Wzory dokumentów", "#", False),
        ("Ceny i taryfy", "#", False),
        ("Kontakt", "#", False),
    ],
    "footer_navigation": [("Deklaracja dostępności", "#"), ("Ochrona danych", "#"), ("BIP", "#")],
    "portal_navigation": [
        {"title": "Pulpit", "url": "#", "current": True, "icon": "layout-dashboard"},
        {"title": "Faktury", "url": "#", "current": False, "icon": "receipt-text"},
        {"title": "Odczyty", "url": "#", "current": False, "icon": "gauge"},
        {"title": "Zgłoszenia", "url": "#", "current": False, "icon": "message-square"},
        {"title": "Umowy i dokumenty", "url": "#", "current": False, "icon": "scroll-text"},
        {"title": "Moje dane i dostęp", "url": "#", "current": False, "icon": "settings"},
    ],
}
