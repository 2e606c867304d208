"""Knowledge base of the invented utility."""

from __future__ import annotations

from wagtail.models import Page

from cms_pages.demo.builder import put, question, text
from cms_pages.models import ArticlePage


def put_articles(polish: Page, english: Page) -> None:
    """Knowledge base in both languages."""
    meter = put(
        polish,
        ArticlePage,
        slug="jak-odczytac-wodomierz",
        title="Jak odczytać wodomierz?",
        topic="Wodomierz",
        lead="Podaj tylko pełne metry sześcienne: cyfry czarne.",
        body=[
            text(
                "<ol><li>Znajdź numer wodomierza i porównaj go z fakturą.</li><li>Spisz cyfry czarne, bez "
                "czerwonych.</li><li>Podaj stan w portalu, przez telefon albo w biurze.</li></ol>"
            ),
            question(
                "A jeśli stan jest mniejszy niż poprzedni?",
                "<p>Sprawdź numer wodomierza: mógł zostać wymieniony.</p>",
            ),
        ],
    )
    put(
        english,
        ArticlePage,
        slug="how-to-read-the-meter",
        title="How to read the meter",
        topic="Meter",
        original=meter,
        lead="Give whole cubic metres only: the black digits.",
        body=[
            text(
                "<ol><li>Compare the meter's number with your invoice.</li><li>Write down the black digits."
                "</li><li>Give the reading in the portal, by telephone or at the office.</li></ol>"
            )
        ],
    )
    put(
        polish,
        ArticlePage,
        slug="dlaczego-rachunek-jest-wyzszy",
        title="Dlaczego rachunek jest wyższy?",
        topic="Faktury",
        lead="Zwykle z jednego z trzech powodów.",
        body=[
            text(
                "<ul><li>Poprzednia faktura była prognozą.</li><li>Zmieniła się taryfa.</li><li>Cieknie "
                "spłuczka: kropla na sekundę to około 1 m³ miesięcznie.</li></ul>"
            )
        ],
    )
