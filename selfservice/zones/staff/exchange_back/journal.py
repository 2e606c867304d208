"""What went to the billing system, and what it answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from selfservice.exchange.outgoing.kinds import Kind, State
from selfservice.exchange.outgoing.models import Entry
from selfservice.zones.staff.looking import note_list, note_look
from selfservice.zones.staff.pages import JOURNAL_READERS, staff_page, staff_render

PAGE_SIZE = 50
TAGS = {State.NEW: "warn", State.DELIVERED: "info", State.ACCEPTED: "ok", State.REJECTED: "bad"}


class JournalFilterForm(forms.Form):
    """Which lines to show; a field with an error filters nothing, and the form says so."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *State.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *Kind.choices])
    account = forms.CharField(label=_("Customer account"), required=False, max_length=64)
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def entries(self) -> QuerySet[Entry]:
        """The lines asked for, newest first; their content is not for this list."""
        self.is_valid()
        facts = self.cleaned_data
        entries = Entry.objects.defer("payload").order_by("-seq")
        if facts.get("state"):
            entries = entries.filter(state=facts["state"])
        if facts.get("kind"):
            entries = entries.filter(kind=facts["kind"])
        if facts.get("account"):
            entries = entries.filter(account_no=facts["account"].strip())
        if facts.get("before"):
            entries = entries.filter(seq__lt=facts["before"])
        return entries


@staff_page(roles=JOURNAL_READERS)
def journal(request: HttpRequest) -> HttpResponse:
    """Newest first, by keyset on the number of the line."""
    form = JournalFilterForm(request.GET)
    found = list(form.entries()[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    account_no = (form.cleaned_data.get("account") or "").strip()
    if account_no:
        note_look(request, account_no=account_no, object_type="outgoing_journal")
    else:
        note_list(request, object_type="outgoing_line", shown=[entry.seq for entry in shown])
    query = request.GET.copy()
    query["before"] = str(found[PAGE_SIZE - 1].seq) if len(found) > PAGE_SIZE else ""
    facts = {
        "form": form,
        "rows": [_row(entry) for entry in shown],
        "older_url": f"?{query.urlencode()}" if len(found) > PAGE_SIZE else "",
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return staff_render(request, "staff/exchange_back/journal.html", facts)


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry,
        "kind": Kind(entry.kind).label,
        "tag": TAGS[State(entry.state)],
        "state": State(entry.state).label,
    }
