"""Amounts of money: exact decimals, rounded once, written as Poles write them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils import translation

GROSZ = Decimal("0.01")
NBSP = "\u00a0"
MINUS = "\u2212"


def rounded(amount: Decimal) -> Decimal:
    """Round to whole grosze, halves away from zero (art. 106e sec. 11 of the Polish VAT Act)."""
    return amount.quantize(GROSZ, rounding=ROUND_HALF_UP)


def typed_amount(text: str) -> Decimal:
    """An amount as people type it: `1 234,56 zł`, `1.234,56`, `1,234.56`, `187`.

    A comma or point before the last one or two digits parts the grosze; all others part thousands.

    Raises:
        ValueError: that is no amount.
    """
    bare = re.sub(r"\s|zł|pln", "", text, flags=re.IGNORECASE)
    match = re.fullmatch(r"([-−]?)(\d[\d.,]*?)(?:[.,](\d{1,2}))?", bare)
    if not match:
        raise ValueError(f"no amount: {text!r}")
    sign, whole, grosze = match.groups()
    number = Decimal(f"{re.sub('[.,]', '', whole)}.{grosze or '0'}")
    return -number if sign else number


def format_decimal(value: Decimal, *, places: int, language: str | None = None) -> str:
    """A number with `places` decimals: `1 234,56` in Polish (no-break space), `1,234.56` in English."""
    text = f"{value:,.{places}f}"
    if (language or translation.get_language() or "pl").startswith("en"):
        return text
    return text.replace(",", NBSP).replace(".", ",")


def format_money(amount: Decimal, *, currency: str = "PLN", language: str | None = None) -> str:
    """An amount with its currency: `1 234,56 zł` in Polish, `PLN 1,234.56` in English."""
    number = format_decimal(rounded(amount), places=2, language=language)
    sign = currency_sign(currency, language=language)
    return f"{sign}{NBSP}{number}" if _is_english(language) else f"{number}{NBSP}{sign}"


def currency_sign(currency: str, *, language: str | None = None) -> str:
    """What stands beside amounts: `zł` in Polish, `PLN` in English; other currencies by their code."""
    return "zł" if currency == "PLN" and not _is_english(language) else currency


def _is_english(language: str | None) -> bool:
    return (language or translation.get_language() or "pl").startswith("en")
