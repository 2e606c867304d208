"""The part of a form that tells people from robots: a decoy, a ticket, and on suspicion the ALTCHA widget."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from selfservice.identity.robots import tickets
from selfservice.identity.robots.checking import PATIENCE, Answer
from selfservice.identity.robots.purposes import Purpose

TEMPLATE = "components/robot_check.html"
LONGEST = 8192


class RobotCheckWidget(forms.HiddenInput):
    """Draws the component; counts as hidden, so forms put no label on it.

    Attributes:
        shows_challenge: a proof is needed, so the widget that makes one is drawn.
        patience: seconds that whoever has no JavaScript waits instead.
    """

    def __init__(self, *, purpose: Purpose) -> None:
        super().__init__()
        self.purpose = purpose
        self.shows_challenge = False
        self.patience = math.ceil(PATIENCE.total_seconds())

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Answer:
        texts = (str(data.get(part) or "")[: LONGEST + 1] for part in _names(name))
        return Answer(*texts)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(part in data for part in _names(name))

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        if settings.ROBOT_CHECK == "off":
            return mark_safe("")
        decoy, ticket, proof = _names(name)
        facts = {
            "decoy": decoy,
            "ticket": ticket,
            "proof": proof,
            "id": (attrs or {}).get("id", f"id_{name}"),
            "ticket_value": self._ticket(value),
            "purpose": self.purpose.name,
            "shows_challenge": self.shows_challenge,
            "patience": self.patience,
        }
        return mark_safe(render_to_string(TEMPLATE, facts))  # noqa: S308  # our own template

    def _ticket(self, value: Any) -> str:
        """The ticket that came with the form, while it is good: waiting is not in vain."""
        old = value.ticket if isinstance(value, Answer) else ""
        good = old and tickets.read(old, purpose=self.purpose.name)
        return old if good else tickets.issue(purpose=self.purpose.name)


class RobotCheckField(forms.Field):
    """Carries an `Answer`; whether it is enough is decided by the form, which knows the request."""

    widget: RobotCheckWidget

    def __init__(self, *, purpose: Purpose) -> None:
        widget = RobotCheckWidget(purpose=purpose)
        super().__init__(required=False, widget=widget, label=_("Check against robots"))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def _names(name: str) -> tuple[str, str, str]:
    # The decoy has a name that robots fill in and browsers do not.
    return f"{name}_homepage", f"{name}_ticket", name
