"""Forms of the staff zone."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ebok.audit.actions import registered
from ebok.audit.models import AuditEntry
from selfservice.identity.models import User


class ReasonForm(forms.Form):
    """Why somebody of the office does something to a customer."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_(
            "How you recognised the person and what was asked. It stays in the event log, and the customer "
            "can read it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EventFilterForm(forms.Form):
    """Which events to show. Fields with errors filter nothing, and the form says so."""

    action = forms.ChoiceField(label=_("Event"), required=False)
    actor = forms.EmailField(label=_("E-mail address of who acted"), required=False)
    account = forms.CharField(label=_("Customer account"), max_length=64, required=False)
    since = forms.DateField(
        label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(label=_("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    before = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions = sorted(registered().items(), key=lambda pair: str(pair[1]))
        self.fields["action"].choices = [("", _("all")), *actions]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def account_no(self) -> str:
        """The customer account asked for, or ""."""
        return str(self.cleaned_data.get("account", "")).strip()

    def entries(self) -> QuerySet[AuditEntry]:
        """The events asked for, newest first."""
        facts = self.cleaned_data
        entries = AuditEntry.objects.order_by("-id")
        if facts.get("action"):
            entries = entries.filter(action=facts["action"])
        if facts.get("actor"):
            entries = entries.filter(actor_id=_actor_id(facts["actor"]))
        if self.account_no:
            entries = entries.filter(account_no=self.account_no)
        if facts.get("since"):
            entries = entries.filter(at__gte=timezone.make_aware(datetime.combine(facts["since"], time())))
        if facts.get("until"):
            end = facts["until"] + timedelta(days=1)
            entries = entries.filter(at__lt=timezone.make_aware(datetime.combine(end, time())))
        if facts.get("before"):
            entries = entries.filter(id__lt=facts["before"])
        return entries


def _actor_id(email: str) -> str:
    """The id of a user by address; for an unknown one a text that no entry has."""
    user = User.objects.filter(email=email.lower()).only("pk").first()
    return str(user.pk) if user else "nobody"
