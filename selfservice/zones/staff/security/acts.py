"""The acts of the page of one sign-in: words, service, and when each makes sense."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfservice.identity import office_acts
from selfservice.identity.second_factor import removals
from selfservice.zones.staff.security.facts import SignInFacts


@dataclass(frozen=True, slots=True)
class Act:
    """One act.

    Parameters:
        does: service with `user`, `actor` and `reason`.
        fits: is there anything to do for a person in this state?
    """

    title: str | Promise
    explained: str | Promise
    done: str | Promise
    does: Callable[..., Any]
    fits: Callable[[SignInFacts], bool]
    danger: bool = False


def _ask_removal(*, user: Any, actor: Any, reason: str) -> None:
    if not office_acts.may_act_on(user=user, actor=actor):
        raise office_acts.ActNotAllowed
    removals.ask(user=user, clerk=actor, reason=reason)


ACTS: dict[str, Act] = {
    "open-lock": Act(
        title=_("Open the lock"),
        explained=_("Afterwards the person can sign in at once. Recognise the person first."),
        done=_("The lock is open."),
        does=office_acts.open_lock,
        fits=lambda facts: facts.locked_until is not None,
    ),
    "end-sessions": Act(
        title=_("End all sessions"),
        explained=_("The person is signed out on every device at once."),
        done=_("All sessions are ended."),
        does=office_acts.end_sessions,
        fits=lambda facts: facts.sessions > 0,
    ),
    "remove-factor": Act(
        title=_("Ask to remove the second factor"),
        explained=_(
            "For somebody who has lost phone and recovery codes. A colleague has to agree; the person is "
            "told by letter."
        ),
        done=_("A colleague has to agree within a day."),
        does=_ask_removal,
        fits=lambda facts: facts.has_factor and not facts.removal_waits,
    ),
    "disable": Act(
        title=_("Switch the sign-in off"),
        explained=_("The person is signed out everywhere and cannot sign in again until you switch it on."),
        done=_("The sign-in is switched off."),
        does=office_acts.disable,
        fits=lambda facts: facts.user.is_active,
        danger=True,
    ),
    "enable": Act(
        title=_("Switch the sign-in on"),
        explained=_("The person can sign in again with the same password and second factor."),
        done=_("The sign-in is switched on."),
        does=office_acts.enable,
        fits=lambda facts: not facts.user.is_active,
    ),
}
