"""The categories that an office begins with. What it changes afterwards stays as it is."""

from __future__ import annotations

from typing import Any

from django.db import router

from selfservice.tickets.models import Category, CategoryField, CategoryKind, FieldKind

Question = tuple[str, FieldKind, str, str, bool]
# Art. 7a of the Act on Consumer Rights (since 2023-01-01): 14 days, else the complaint counts as accepted.
COMPLAINT_DAYS = 14

CATEGORIES: tuple[dict[str, Any], ...] = (
    {
        "code": "outage",
        "kind": CategoryKind.PROBLEM,
        "title_pl": "Brak dostawy",
        "title_en": "No supply",
        "hint_pl": "Nie ma wody, ciepła lub prądu.",
        "hint_en": "There is no water, heat or power.",
        "for_guests": True,
        "asks_place": True,
    },
    {
        "code": "danger",
        "kind": CategoryKind.PROBLEM,
        "title_pl": "Zagrożenie",
        "title_en": "Danger",
        "hint_pl": "Pęknięta rura, brakująca pokrywa studzienki, zalanie.",
        "hint_en": "A burst pipe, a missing manhole cover, flooding.",
        "is_danger": True,
        "for_guests": True,
        "asks_place": True,
    },
    {
        "code": "leak",
        "kind": CategoryKind.LEAK,
        "title_pl": "Podejrzenie wycieku",
        "title_en": "Suspected leak",
        "hint_pl": "Licznik kręci się, choć nikt nie korzysta.",
        "hint_en": "The meter runs although nobody uses anything.",
    },
    {
        "code": "question",
        "title_pl": "Pytanie",
        "title_en": "Question",
        "hint_pl": "O fakturę, umowę lub cokolwiek innego.",
        "hint_en": "About an invoice, a contract or anything else.",
        "for_guests": True,
    },
    {
        "code": "complaint",
        "kind": CategoryKind.COMPLAINT,
        "title_pl": "Reklamacja",
        "title_en": "Complaint",
        "hint_pl": "Odpowiadamy w terminie, którego wymaga prawo.",
        "hint_en": "We answer within the time that the law demands.",
        "for_guests": True,
        "deadline_days": COMPLAINT_DAYS,
    },
    {
        "code": "instalments",
        "kind": CategoryKind.INSTALMENTS,
        "title_pl": "Rozłożenie na raty",
        "title_en": "Payment in instalments",
        "hint_pl": "Gdy nie możesz zapłacić wszystkiego od razu.",
        "hint_en": "When you cannot pay everything at once.",
    },
    {
        "code": "meter-work",
        "kind": CategoryKind.METER_WORK,
        "title_pl": "Prace przy liczniku",
        "title_en": "Work at a meter",
        "hint_pl": "Wymiana, sprawdzenie lub plombowanie, z proponowanymi terminami.",
        "hint_en": "Exchange, check or sealing, with days that suit you.",
    },
    {
        "code": "change-of-user",
        "kind": CategoryKind.CHANGE_OF_USER,
        "title_pl": "Zmiana użytkownika lokalu",
        "title_en": "Change of user",
        "hint_pl": "Przekazanie lokalu ze wspólnie spisanym stanem licznika.",
        "hint_en": "Handing over a place with a meter state read together.",
    },
)
QUESTIONS: dict[str, tuple[Question, ...]] = {
    "complaint": (
        ("invoice", FieldKind.TEXT, "Numer faktury, jeśli chodzi o fakturę", "Invoice number, if any", False),
        ("wish", FieldKind.TEXT, "Czego oczekujesz?", "What do you ask for?", True),
    ),
    "instalments": (
        ("amount", FieldKind.NUMBER, "Kwota do rozłożenia w złotych", "Amount to spread, in zloty", True),
        ("count", FieldKind.NUMBER, "Liczba rat", "Number of instalments", True),
        ("first", FieldKind.DATE, "Termin pierwszej raty", "Day of the first instalment", True),
    ),
    "meter-work": (
        ("meter", FieldKind.TEXT, "Numer licznika", "Meter number", False),
        ("work", FieldKind.CHOICE, "Co ma zostać zrobione?", "What is to be done?", True),
        ("day_1", FieldKind.DATE, "Proponowany dzień", "A day that suits you", True),
        ("day_2", FieldKind.DATE, "Drugi możliwy dzień", "A second day", False),
        ("day_3", FieldKind.DATE, "Trzeci możliwy dzień", "A third day", False),
    ),
    "change-of-user": (
        ("role", FieldKind.CHOICE, "Kim jesteś?", "Who are you?", True),
        ("other", FieldKind.TEXT, "Imię i nazwisko drugiej strony", "Name of the other side", True),
        (
            "contact",
            FieldKind.TEXT,
            "Telefon lub e-mail drugiej strony",
            "Phone or e-mail of the other side",
            True,
        ),
        ("day", FieldKind.DATE, "Dzień przekazania", "Day of the handing over", True),
        ("meter", FieldKind.TEXT, "Numer licznika", "Meter number", True),
        ("state", FieldKind.NUMBER, "Wspólnie odczytany stan", "Meter state read together", True),
        (
            "agreed",
            FieldKind.YES_NO,
            "Czy obie strony zgadzają się na ten stan?",
            "Do both sides agree?",
            True,
        ),
    ),
}
CHOICES = {
    ("meter-work", "work"): ("wymiana\nsprawdzenie\nplombowanie\ninne", "exchange\ncheck\nsealing\nother"),
    ("change-of-user", "role"): ("oddaję lokal\nobejmuję lokal", "I leave the place\nI take the place over"),
}


def after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: what is missing is made; categories are switched off, never deleted."""
    if using == router.db_for_write(Category):
        ensure_categories()


def ensure_categories() -> None:
    """Make the standard categories that are missing."""
    known = set(Category.objects.values_list("code", flat=True))
    for place, facts in enumerate(CATEGORIES, start=1):
        if facts["code"] not in known:
            category = Category.objects.create(position=place * 10, **facts)
            _ask(category)


def _ask(category: Category) -> None:
    for order, (key, kind, polish, english, required) in enumerate(QUESTIONS.get(category.code, ())):
        choices_pl, choices_en = CHOICES.get((category.code, key), ("", ""))
        CategoryField.objects.create(
            category=category,
            sort_order=order,
            key=key,
            kind=kind,
            label_pl=polish,
            label_en=english,
            is_required=required,
            choices_pl=choices_pl,
            choices_en=choices_en,
        )
