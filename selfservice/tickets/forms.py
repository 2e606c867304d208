"""Forms of tickets that several fronts show."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from selfservice.tickets import questions
from selfservice.tickets.files import FilesForm
from selfservice.tickets.keys import new_token
from selfservice.tickets.models import Category
from selfservice.tickets.rules import Known, rule_of
from selfservice.tickets.services import Place

LONGEST_TEXT = 10_000
PIN = frozenset({"latitude", "longitude"})
"""Filled in by the button "Use my position" (locate.js), never typed."""


class TokenMixin(forms.Form):
    """A form that can be sent twice and taken once."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = new_token()


class ReplyForm(TokenMixin, FilesForm):
    """A further message in a ticket."""

    text = forms.CharField(
        label=_("Your message"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )


class TicketForm(ReplyForm):
    """A new ticket of one category: its own questions, where it is, the story, photos.

    Parameters:
        points: (number, words) of the places to choose from.
        known: what the billing system tells of the account.
    """

    subject = forms.CharField(label=_("In a few words"), max_length=120)
    point_no = forms.ChoiceField(label=_("Which place"), required=False)
    place = forms.CharField(
        label=_("Where exactly"),
        max_length=200,
        required=False,
        help_text=_("Street and number, or what stands nearby."),
    )
    latitude = forms.DecimalField(
        max_digits=8,
        decimal_places=6,
        min_value=-90,
        max_value=90,
        required=False,
        widget=forms.HiddenInput,
    )
    longitude = forms.DecimalField(
        max_digits=9,
        decimal_places=6,
        min_value=-180,
        max_value=180,
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(
        self,
        *args: Any,
        category: Category,
        points: list[tuple[str, str]] | None = None,
        known: Known | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.category, self.rule = category, rule_of(category, known=known or Known())
        self.questions = list(category.fields.all())
        self._offer_places(points or [])
        asked = questions.form_fields(self.questions)
        self.rule.shape(asked)
        self.fields.update(asked)
        self._ask_for_words(asked)

    def _ask_for_words(self, asked: dict[str, forms.Field]) -> None:
        """Subject and story, or, where the answers tell everything, room for more below them."""
        subject, text = self.fields["subject"], self.fields["text"]
        text.label = _("What happened, or what is it about?")
        words = ["subject", *asked, "text"]
        if self.rule.answers_suffice and any(field.required for field in asked.values()):
            subject.required = text.required = False
            text.label = _("Is there anything else that we should know?")
            words = [*asked, "subject", "text"]
        self.order_fields([*words, "point_no", "place", "latitude", "longitude", "files"])

    def _offer_places(self, points: list[tuple[str, str]]) -> None:
        if points:
            choices: Any = [("", _("none of these")), *points]
            self.fields["point_no"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["point_no"]
        if not (self.category.asks_place or self.category.is_danger):
            for name in ("place", "latitude", "longitude"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A pin has two numbers; a danger needs a place; answers follow the rules of the kind."""
        cleaned = super().clean() or {}
        if "subject" not in self.errors:
            cleaned["subject"] = cleaned.get("subject") or str(self.category)
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None) or self._wrong_pin():
            self._drop_pin()
        if self.category.is_danger and not self._is_placed(cleaned):
            self.add_error(
                "place", _("Say where the danger is: the street and number, or what stands nearby.")
            )
        for name, text in list(self.rule.problems(self._typed(cleaned))):
            self.add_error(name, text)
        return cleaned

    def _wrong_pin(self) -> bool:
        return bool(PIN & self.errors.keys())

    def _drop_pin(self) -> None:
        """One error beside what can be typed: nobody sees the two numbers, so nobody could correct them."""
        for name in PIN:
            self.errors.pop(name, None)
            self.cleaned_data.pop(name, None)
        sent: Any = self.data
        self.data = sent.copy()
        for name in PIN:
            self.data[self.add_prefix(name)] = ""  # type: ignore[index]  # a copy can be changed
        self.add_error("place", _("The position cannot be true. Take it anew, or say in words where it is."))

    def _is_placed(self, cleaned: dict[str, Any]) -> bool:
        words = str(cleaned.get("place") or "").strip() or cleaned.get("point_no")
        return bool("place" in self.errors or words or cleaned.get("latitude") is not None)

    def _typed(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Answers to the questions, by name of their fields, in their order."""
        names = [f"{questions.PREFIX}{question.key}" for question in self.questions]
        return {name: cleaned[name] for name in names if name in cleaned}

    @property
    def answers(self) -> list[dict[str, Any]]:
        """The copy that the ticket keeps."""
        copy = questions.copied(self.questions, cleaned=self.cleaned_data)
        return self.rule.kept(copy, typed=self.cleaned_data)

    @property
    def where(self) -> Place:
        """Where it is; the point of the meter that was chosen, if no other."""
        facts = self.cleaned_data
        meter = self.rule.meter(facts)
        return Place(
            point_no=facts.get("point_no") or (meter.point_id if meter else ""),
            words=facts.get("place", ""),
            latitude=facts.get("latitude"),
            longitude=facts.get("longitude"),
        )
