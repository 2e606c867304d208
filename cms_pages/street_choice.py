"""How editors write a street: as they like, with the streets of earlier announcements offered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.utils.html import format_html, format_html_join

from cms_pages import generation

MOST = 500


def known_streets() -> list[str]:
    """Streets that announcements have named, in order; asked once a content generation."""
    return generation.known("streets", _read_streets)


def _read_streets() -> list[str]:
    rows = apps.get_model("cms_pages", "AnnouncementStreet").objects.order_by("street")
    return list(rows.values_list("street", flat=True).distinct()[:MOST])


class StreetInput(forms.TextInput):
    """A text field with a list of suggestions, so that one street is not written in two ways."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        suggestions = f"{(attrs or {}).get('id', name)}-known"
        field = super().render(name, value, {**(attrs or {}), "list": suggestions}, renderer)
        options = format_html_join(
            "", '<option value="{}"></option>', ((street,) for street in known_streets())
        )
        return format_html('{}<datalist id="{}">{}</datalist>', field, suggestions, options)
