"""How editors name a supply area: from the billing system's list, or by its code while that is silent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as now_text
from django.utils.translation import gettext_lazy as _

from ebok.core.area_names import AreasUnknown, area_names

UNREADABLE = _("The list of areas cannot be read now: type the code that the billing system uses.")


def name_of_area(code: str) -> str:
    """The name residents know, or "" while nobody can tell it."""
    try:
        return next((area.name for area in area_names.known() if area.code == code), "")
    except AreasUnknown:
        return ""


class AreaInput(forms.Select):
    """A list of areas; a field for the code while the list cannot be read, so that work goes on."""

    input_type = "select"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        try:
            self.choices = self._listed(value)
        except AreasUnknown:
            typed = forms.TextInput().render(name, value, attrs, renderer)
            return format_html('{}<p class="help">{}</p>', typed, UNREADABLE)
        return super().render(name, value, attrs, renderer)

    def _listed(self, value: Any) -> list[tuple[str, str]]:
        known = [(area.code, f"{area.name} ({area.code})") for area in area_names.known()]
        codes = {code for code, _label in known}
        gone = [(str(value), now_text("%(code)s (no longer in use)") % {"code": value})]
        return [("", "---------"), *known, *(gone if value and str(value) not in codes else [])]
