"""Forms of the invented utility."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import typst
from django.core.files.base import ContentFile
from django.utils import timezone

from documents.models import DocumentCase, DocumentTemplate, DocumentVersion

CASES = (
    ("przylaczenie", "Przyłączenie do sieci", "Connection to the network"),
    ("umowa", "Umowa i zmiana odbiorcy", "Contract and change of customer"),
    ("faktury", "Faktury i reklamacje", "Invoices and complaints"),
)
# case, slug, title, what to do, fee, time needed
FORMS = (
    (
        "przylaczenie",
        "wniosek-o-warunki",
        "Wniosek o warunki przyłączenia",
        "<p>Dołącz mapę z planowaną zabudową i tytuł prawny do nieruchomości.</p>",
        "",
        "21 dni",
    ),
    (
        "przylaczenie",
        "zgloszenie-odbioru",
        "Zgłoszenie odbioru przyłącza",
        "<p>Zgłoś odbiór przed zasypaniem wykopu.</p>",
        "246,00 zł",
        "3 dni",
    ),
    (
        "umowa",
        "wniosek-o-umowe",
        "Wniosek o zawarcie umowy",
        "<p>Podaj stan i numer wodomierza z dnia przejęcia lokalu.</p>",
        "",
        "14 dni",
    ),
    (
        "faktury",
        "reklamacja",
        "Reklamacja faktury",
        "<p>Opisz, z czym się nie zgadzasz. Reklamacja nie wstrzymuje terminu płatności.</p>",
        "",
        "14 dni",
    ),
)


def put_library() -> None:
    """Cases, forms in force, and one version that goes live next month."""
    for order, (slug, name, name_en) in enumerate(CASES, start=1):
        DocumentCase.objects.get_or_create(
            slug=slug, defaults={"name": name, "name_en": name_en, "order": order * 10}
        )
    for case, slug, title, procedure, fee, deadline in FORMS:
        template, is_new = DocumentTemplate.objects.get_or_create(
            slug=slug, defaults={"case": DocumentCase.objects.get(slug=case), "title": title}
        )
        if is_new:
            _version(template, "1/2026", procedure=procedure, fee=fee, deadline=deadline)
            if slug == "reklamacja":
                _next_version(template, procedure=procedure, deadline=deadline)


def _version(template: DocumentTemplate, number: str, **facts: Any) -> DocumentVersion:
    file = ContentFile(_pdf(template.title, number), name="form.pdf")
    version: DocumentVersion = DocumentVersion.objects.create(
        template=template, title=template.title, version=number, file=file, **facts
    )
    return version


def _next_version(template: DocumentTemplate, *, procedure: str, deadline: str) -> None:
    starts = timezone.now() + timedelta(days=30)
    _version(template, "1/2027", procedure=procedure, deadline=deadline, go_live_at=starts)


def _pdf(title: str, number: str) -> bytes:
    """A one-page form; title and number are data, never markup."""
    source = (
        b'#set document(title: sys.inputs.title)\n#set text(lang: "pl", size: 11pt)\n'
        b"= #sys.inputs.title\n#v(1em)\nWersja #sys.inputs.number\n#v(2em)\n"
        b"Numer klienta: #box(width: 6cm, stroke: (bottom: 0.5pt))\n#v(1em)\n"
        b"Adres: #box(width: 9cm, stroke: (bottom: 0.5pt))\n#v(1em)\n"
        b"Podpis: #box(width: 6cm, stroke: (bottom: 0.5pt))\n"
    )
    return bytes(typst.compile(source, sys_inputs={"title": title, "number": number}))
