"""A category's further questions as fields of a form, and their answers as a copy that stays readable."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as now_text
from django.utils.translation import gettext_lazy as _

from ebok.core.money import format_decimal
from ebok.core.periods import day_in_words
from selfservice.tickets.models import CategoryField, FieldKind

PREFIX = "question_"
LONGEST = 1000


def form_fields(questions: Iterable[CategoryField]) -> dict[str, forms.Field]:
    """Fields by name, in the language in use."""
    return {f"{PREFIX}{question.key}": _form_field(question) for question in questions}


def copied(questions: Iterable[CategoryField], *, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
    """Questions that were answered, in both languages, with the answers in JSON's types."""
    copy = []
    for question in questions:
        value = cleaned.get(f"{PREFIX}{question.key}")
        if value in (None, ""):
            continue
        copy.append(
            {
                "key": question.key,
                "kind": question.kind,
                "label_pl": question.label_pl,
                "label_en": question.label_en,
                "value": _in_json(question, value),
            }
        )
    return copy


def readable(answers: Iterable[dict[str, Any]], *, english: bool) -> list[tuple[str, str]]:
    """(question, answer) in the language asked for, whatever became of the category since."""
    return [
        ((english and answer["label_en"]) or answer["label_pl"], _in_words(answer, english=english))
        for answer in answers
    ]


def _form_field(question: CategoryField) -> forms.Field:
    label, required = question.in_language("label"), question.is_required
    if question.kind == FieldKind.NUMBER:
        return forms.DecimalField(
            label=label, required=required, max_digits=15, decimal_places=3, localize=True
        )
    if question.kind == FieldKind.DATE:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=label, required=required, widget=widget)
    if question.kind == FieldKind.CHOICE:
        empty = [] if required else [("", now_text("no answer"))]
        choices: Any = [*empty, *question.choices]
        return forms.ChoiceField(label=label, required=required, choices=choices)
    if question.kind == FieldKind.YES_NO:
        yes_no: Any = [("yes", _("yes")), ("no", _("no"))]
        return forms.ChoiceField(label=label, required=required, choices=yes_no, widget=forms.RadioSelect)
    return forms.CharField(label=label, required=required, max_length=LONGEST)


def _in_json(question: CategoryField, value: Any) -> Any:
    if question.kind == FieldKind.CHOICE:
        polish, english = _choice(question, "pl", value), _choice(question, "en", value)
        return {"pl": polish, "en": english or polish}
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _choice(question: CategoryField, language: str, number: str) -> str:
    words = getattr(question, f"choices_{language}").splitlines()
    chosen = [line.strip() for line in words if line.strip()]
    return chosen[int(number)] if chosen else ""


def _in_words(answer: dict[str, Any], *, english: bool) -> str:
    value, kind = answer["value"], answer["kind"]
    if kind == FieldKind.CHOICE:
        return str(value["en" if english else "pl"])
    if kind == FieldKind.DATE:
        return day_in_words(date.fromisoformat(value))
    if kind == FieldKind.NUMBER:
        amount = Decimal(value)
        places = max(0, -int(amount.normalize().as_tuple().exponent))
        return format_decimal(amount, places=places)
    if kind == FieldKind.YES_NO:
        return now_text("yes") if value == "yes" else now_text("no")
    return str(value)
