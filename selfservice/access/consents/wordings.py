"""The exact words that people consent to, by version. What was agreed to once never changes.

A new wording is a new version at the end of its list; older ones stay, because entries of the ledger
name them. The words stand in both languages here and not in the catalogue of translations: a
translator must not change what somebody has agreed to.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation

from selfservice.access.consents.kinds import Consent


class UnknownWording(LookupError):
    """An entry names a version that is not kept here."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of the words of a consent, in Polish and English."""

    version: str
    pl: str
    en: str

    def __str__(self) -> str:
        return self.en if (translation.get_language() or "pl").startswith("en") else self.pl


WORDINGS: dict[str, tuple[Wording, ...]] = {
    Consent.E_INVOICE: (
        Wording(
            "2026-11",
            pl="Zgadzam się na wystawianie i udostępnianie mi faktur, faktur korygujących i not odsetkowych "
            "w formie elektronicznej w tym portalu zamiast na papierze. Mogę wycofać zgodę w każdej chwili; "
            "kolejne faktury przyjdą wtedy na papierze.",
            en="I agree to receive invoices, corrections and interest notes electronically, in this portal, "
            "instead of on paper. I may withdraw this at any time; later invoices then come on paper.",
        ),
    ),
    Consent.MESSAGES: (
        Wording(
            "2026-11",
            pl="Proszę o wiadomości wybranego rodzaju wybraną drogą. "
            "Mogę z nich zrezygnować w każdej chwili.",
            en="Please send me messages of this kind by this way. I may stop them at any time.",
        ),
    ),
    Consent.MARKETING: (
        Wording(
            "2026-11",
            pl="Zgadzam się na otrzymywanie drogą elektroniczną informacji handlowych dostawcy o jego "
            "własnych usługach. Zgoda jest dobrowolna, mogę ją wycofać w każdej chwili.",
            en="I agree to receive commercial information by the supplier on its own services by electronic "
            "means. This is voluntary; I may withdraw it at any time.",
        ),
    ),
}


def current_wording(consent: str) -> Wording:
    """The words that are shown and agreed to now."""
    return WORDINGS[consent][-1]


def wording(*, consent: str, version: str) -> Wording:
    """The words of an entry.

    Raises:
        UnknownWording: no such version is kept.
    """
    for candidate in WORDINGS.get(consent, ()):
        if candidate.version == version:
            return candidate
    raise UnknownWording(f"{consent} {version}")
