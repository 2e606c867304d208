"""Forms of the office's screens of tickets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from ebok.core.periods import today
from selfservice.identity.models import User
from selfservice.identity.phones import PhoneField
from selfservice.tickets.forms import ReplyForm, TicketForm, TokenMixin
from selfservice.tickets.models import Category, Channel, TicketState
from selfservice.tickets.queue import Pile, Wanted
from selfservice.tickets.services import Guest
from selfservice.tickets.signatures import as_written

PILES: list[tuple[str, Any]] = [
    (Pile.OPEN, _("unfinished")),
    (Pile.DANGER, _("dangers")),
    (Pile.MINE, _("mine")),
    (Pile.UNASSIGNED, _("nobody's")),
    (Pile.OVERDUE, _("deadline passed")),
    (Pile.ALL, _("all")),
]
STATES: list[tuple[str, Any]] = [
    (TicketState.OPEN, _("in progress")),
    (TicketState.WAITING, _("waiting for the customer")),
    (TicketState.DONE, _("finished")),
]

MOST_DAYS = 60
# Questions that we ship speak to the customer; a clerk answers them for somebody else.
OFFICE_WORDS: dict[str, Any] = {
    "Kim jesteś?": _("Who the caller is"),
    "Who are you?": _("Who the caller is"),
}


class QueueForm(forms.Form):
    """Which tickets to show; what makes no sense filters nothing."""

    pile = forms.ChoiceField(label=_("Show"), choices=PILES, required=False)
    category = forms.ChoiceField(label=_("About"), required=False)
    q = forms.CharField(
        label=_("Number of the ticket, customer account or e-mail"), max_length=254, required=False
    )

    def __init__(self, *args: Any, categories: list[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = [("", _("all")), *((each.code, str(each)) for each in categories)]
        self.fields["category"].choices = choices  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """The filter; fields with errors are left out, and the form shows them."""
        self.is_valid()
        facts = self.cleaned_data
        text = facts.get("q", "")
        # Whoever searches looks everywhere, unless he chose a pile.
        pile = facts.get("pile") or (Pile.ALL if text else Pile.OPEN)
        return Wanted(pile=Pile(pile), category=facts.get("category", ""), text=text)


class VersionMixin(forms.Form):
    """Says which version of the ticket was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AnswerForm(VersionMixin, ReplyForm):
    """An answer, and how the ticket stands then."""

    state = forms.ChoiceField(label=_("The ticket is then"), choices=STATES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Answer to the customer")
        self.order_fields(["text", "state", "files"])


class NoteForm(TokenMixin):
    """What only the office reads."""

    text = forms.CharField(
        label=_("Internal note"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AssignForm(VersionMixin):
    """Who does it."""

    assignee = forms.ChoiceField(label=_("Done by"), required=False)

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices: Any = [("", _("nobody")), *((pk, person.email) for pk, person in self.people.items())]
        self.fields["assignee"].choices = choices  # type: ignore[attr-defined]

    @property
    def person(self) -> User | None:
        """Who was chosen."""
        return self.people.get(self.cleaned_data["assignee"])


class StateForm(VersionMixin):
    """How it stands, with a sentence for the customer."""

    state = forms.ChoiceField(label=_("State"), choices=STATES)
    text = forms.CharField(label=_("A sentence for the customer"), max_length=500, required=False)


class MergeForm(VersionMixin):
    """Which ticket goes on."""

    into = forms.CharField(label=_("Number of the ticket that goes on"), max_length=40)

    @property
    def signature(self) -> str:
        """Its number as we write it; "" when it is none."""
        return as_written(self.cleaned_data["into"])


class CallerTicketForm(TicketForm):
    """What a clerk writes down for a caller or a visitor.

    The clerk is not where it happened: the form asks for no position on earth.
    """

    channel = forms.ChoiceField(
        label=_("How it came"), choices=[(each.value, each.label) for each in (Channel.PHONE, Channel.DESK)]
    )
    received_on = forms.DateField(
        label=_("Received on"),
        required=False,
        initial=today,
        help_text=_("From this day the deadline of the law runs."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    account_no = forms.CharField(label=_("Customer account"), max_length=64, required=False)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = PhoneField(required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("latitude", "longitude"):
            self.fields.pop(name, None)
        if self.category.deadline_days is None:
            del self.fields["received_on"]
        for field in self.fields.values():
            field.label = OFFICE_WORDS.get(str(field.label), field.label)
        self.order_fields(
            ["channel", "received_on", "account_no", "name", "email", "phone", *list(self.fields)]
        )

    def clean_received_on(self) -> date:
        """Today if it is left empty; nothing comes from the future, and older letters are a slip.

        Raises:
            ValidationError: not within the last `MOST_DAYS` days.
        """
        day = self.cleaned_data["received_on"] or today()
        if not today() - timedelta(days=MOST_DAYS) <= day <= today():
            raise forms.ValidationError(
                _("Give a day within the last %(days)d days, at the latest today."),
                params={"days": MOST_DAYS},
            )
        return cast(date, day)

    def clean(self) -> dict[str, Any]:
        """Somebody must be there to answer to."""
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ("account_no", "email", "phone")):
            self.add_error(
                "account_no", _("Give a customer account, an e-mail address or a telephone number.")
            )
        return cleaned

    @property
    def guest(self) -> Guest:
        """Who called."""
        facts = self.cleaned_data
        return Guest(name=facts["name"], email=facts["email"], phone=facts["phone"])
