"""Consents and messages: what I agreed to, one button each to give and to take back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from selfservice.access.consents.errors import ChangedMeanwhile, UnknownConsent
from selfservice.access.consents.kinds import OFFERED_KINDS, Consent, MessageKind, Via
from selfservice.access.consents.models import ConsentEntry
from selfservice.access.consents.queries import ConsentState, current_consents, timeline
from selfservice.access.consents.services import give, withdraw
from selfservice.access.consents.subjects import subject_of
from selfservice.access.consents.wordings import current_wording, wording
from selfservice.access.models import AccessLevel
from selfservice.identity.second_factor.recent import demand_recent_proof
from selfservice.zones.portal.pages import AccountPage, account_page

HISTORY_SHOWN = 50


@account_page(posts=True, bills=False)
def consents(page: AccountPage) -> HttpResponseBase:
    """Everybody decides on his own messages; on electronic invoices only who may act for the account."""
    if page.request.method == "POST":
        return _changed(page)
    user_id = page.request.user.pk
    states = current_consents(page.access.account_no, user_id=user_id)
    history = timeline(account_no=page.access.account_no, user_id=user_id, limit=HISTORY_SHOWN)
    e_invoice = _one(states, Consent.E_INVOICE)
    facts = {
        "e_invoice": e_invoice,
        "wish": _wish(page.request.GET.get("wish", ""), about=e_invoice),
        "may_act": page.access.allows(AccessLevel.ACT),
        "marketing": _one(states, Consent.MARKETING),
        "message_rows": _message_rows(states),
        "message_wording": current_wording(Consent.MESSAGES),
        "ways": [label for _value, label in Via.choices],
        "history": [_history_line(entry) for entry in history],
    }
    return page.render("portal/own_data/consents.html", facts)


def _wish(act: str, *, about: dict[str, Any]) -> str:
    """The act that the reader chose before he proved who he is, while it is still to be done.

    It comes back in the address, and changes nothing before he presses the button: a link must not.
    """
    is_given = about["state"].is_given
    open_acts = {"give": not is_given or about["outdated"], "withdraw": is_given}
    return act if open_acts.get(act) else ""


def _changed(page: AccountPage) -> HttpResponseBase:
    facts, user = page.request.POST, page.request.user
    if facts.get("consent") == Consent.E_INVOICE:
        if not page.access.allows(AccessLevel.ACT):
            messages.error(
                page.request, _("Only who may act for this account decides on electronic invoices.")
            )
            return redirect("portal:consents", page.access.account_no)
        proof = demand_recent_proof(page.request)
        if proof is not None:
            messages.info(
                page.request, _("Confirm that it is you. Your choice is kept: one press completes it.")
            )
            return proof
    try:
        subject = subject_of(
            consent=facts.get("consent", ""),
            account_no=page.access.account_no,
            user_id=page.access.user_id,
            message_kind=facts.get("kind", ""),
            via=facts.get("via", ""),
        )
        if facts.get("act") == "give":
            give(subject=subject, actor=user)  # type: ignore[arg-type]
            messages.success(page.request, _("Saved: you agree."))
        else:
            withdraw(subject=subject, actor=user)  # type: ignore[arg-type]
            messages.success(page.request, _("Saved: you do not agree any more."))
    except (ChangedMeanwhile, UnknownConsent) as error:
        messages.error(page.request, str(error))
    return redirect("portal:consents", page.access.account_no)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One kind of messages with a state for each way."""

    kind: str
    label: str
    states: list[ConsentState]


def _message_rows(states: Iterable[ConsentState]) -> list[MessageRow]:
    about = [state for state in states if state.subject.consent == Consent.MESSAGES]
    return [
        MessageRow(
            kind=kind,
            label=str(kind.label),
            states=[state for state in about if state.subject.message_kind == kind],
        )
        for kind in OFFERED_KINDS
    ]


def _one(states: Iterable[ConsentState], consent: str) -> dict[str, Any]:
    """A consent with the words to agree to; `outdated` when an older wording was agreed to."""
    state = next(state for state in states if state.subject.consent == consent)
    words = current_wording(consent)
    outdated = state.is_given and state.entry is not None and state.entry.wording != words.version
    return {"state": state, "words": words, "outdated": outdated}


def _history_line(entry: ConsentEntry) -> dict[str, Any]:
    what = [Consent(entry.consent).label]
    if entry.message_kind:
        what += [MessageKind(entry.message_kind).label, Via(entry.via).label]
    given = _("You agreed") if entry.is_given else _("You took your consent back")
    words = "" if entry.message_kind else wording(consent=entry.consent, version=entry.wording)
    return {
        "at": entry.at,
        "title": f"{given}: {' – '.join(str(part) for part in what)}",
        "text": " ".join(f"{capfirst(entry.get_channel_display())}. {words}".split()),
    }
