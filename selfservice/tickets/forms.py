"""Forms of tickets that several fronts show."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selfservice.tickets import questions
from selfservice.tickets.files import FilesForm
from selfservice.tickets.keys import new_token
from selfservice.tickets.models import Category, CategoryKind
from selfservice.tickets.services import Place

LONGEST_TEXT = 10_000


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
    """A new ticket of one category: its own questions, where it is, the story, photos."""

    subject = forms.CharField(label=_("In a few words"), max_length=120)
    point_no = forms.ChoiceField(label=_("Which place"), required=False)
    place = forms.CharField(
        label=_("Where exactly"),
        max_length=200,
        required=False,
        help_text=_("Street and number, or what stands nearby."),
    )
    latitude = forms.DecimalField(
        label=_("Latitude"), max_digits=8, decimal_places=6, min_value=-90, max_value=90, required=False
    )
    longitude = forms.DecimalField(
        label=_("Longitude"), max_digits=9, decimal_places=6, min_value=-180, max_value=180, required=False
    )

    def __init__(
        self, *args: Any, category: Category, points: list[tuple[str, str]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.category = category
        self.questions = list(category.fields.all())
        self.fields["text"].label = _("What happened, or what is it about?")
        self._offer_places(points or [])
        self.fields.update(questions.form_fields(self.questions))
        own = [name for name in self.fields if name.startswith(questions.PREFIX)]
        self.order_fields(["subject", *own, "text", "point_no", "place", "latitude", "longitude", "files"])

    def _offer_places(self, points: list[tuple[str, str]]) -> None:
        if points:
            choices: Any = [("", _("none of these")), *points]
            self.fields["point_no"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["point_no"]
        if not self.category.asks_place:
            for name in ("place", "latitude", "longitude"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A pin has two numbers; a danger needs a place; proposed days lie ahead."""
        cleaned = super().clean() or {}
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            self.add_error("longitude", _("Give both numbers, or neither."))
        self._check_days(cleaned)
        return cleaned

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        today = timezone.localdate()
        if self.category.kind not in {CategoryKind.METER_WORK, CategoryKind.INSTALMENTS}:
            return
        for question in self.questions:
            name = f"{questions.PREFIX}{question.key}"
            if question.kind == "date" and (day := cleaned.get(name)) and day <= today:
                self.add_error(name, _("Choose a day after today."))

    @property
    def answers(self) -> list[dict[str, Any]]:
        """The copy that the ticket keeps."""
        return questions.copied(self.questions, cleaned=self.cleaned_data)

    @property
    def where(self) -> Place:
        """Where it is."""
        facts = self.cleaned_data
        return Place(
            point_no=facts.get("point_no", ""),
            words=facts.get("place", ""),
            latitude=facts.get("latitude"),
            longitude=facts.get("longitude"),
        )
