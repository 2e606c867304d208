"""Tags of the component library. Built in: templates need no `{% load %}`. See site/docs/components.md."""

from __future__ import annotations

import re
from copy import copy
from datetime import date
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.context import Context
from django.urls import translate_url
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ebok.core import periods

register = template.Library()

LANGUAGE_NAMES = {"pl": "Polski", "en": "English"}


@cache
def _drawing(name: str) -> str:
    """What stands inside the `<svg>` of a vendored icon."""
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise ValueError(f"{name!r} is not the name of an icon")
    source = (settings.SITE_DIR / "static" / "vendor" / "lucide" / f"{name}.svg").read_text()
    inner = source.split(">", 2)[2].rsplit("</svg>", 1)[0]
    return re.sub(r"\s+", " ", inner).replace("> <", "><").strip()


@register.simple_tag
def icon(name: str, label: str = "", css_class: str = "") -> SafeString:
    """An icon by its file name in static/vendor/lucide, drawn in the colour of the text around.

    Parameters:
        name: such as "file-text"; an unknown one raises FileNotFoundError.
        label: what a screen reader says. Without it the icon is decoration and stays silent.
        css_class: further classes, such as "icon-large".
    """
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" {}>{}</svg>',
        f"icon {css_class}".strip(),
        voice,
        mark_safe(_drawing(name)),  # noqa: S308  # our own vendored file
    )


@register.simple_tag(takes_context=True)
def other_language(context: Context) -> dict[str, str] | None:
    """The same page in the other language: `code`, `name` in that language, `url`.

    A page that knows its translation gives `translation_url` in its context; otherwise the address
    is translated. None outside a request.
    """
    request = context.get("request")
    if request is None:
        return None
    code = "pl" if (translation.get_language() or "pl").startswith("en") else "en"
    url = context.get("translation_url") or translate_url(request.get_full_path(), code)
    return {"code": code, "name": LANGUAGE_NAMES[code], "url": url}


@register.filter
def own_layout(user: Any) -> str:
    """The frame for pages of one's own sign-in: the portal's for customers, a plain one for the office."""
    is_customer = getattr(user, "is_authenticated", False) and not user.is_staff
    return "layouts/own.html" if is_customer else "layouts/plain.html"


@register.filter
def short_day(value: date | None) -> str:
    """`5 lis 2026`, for tables; empty for None."""
    return "" if value is None else periods.day_in_short(value)


@register.simple_tag
def listed(*items: str) -> list[str]:
    """A list for a component: `{% listed first second as steps %}`."""
    return list(items)


@register.simple_tag
def home_url() -> str:
    """The home page in the language of this page: `/` or `/en/`. Asks no resolver and no database."""
    language = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


@register.simple_tag
def control(field: BoundField, hint: str = "") -> SafeString:
    """The control of a bound field, tied by `aria-describedby` to the hint shown and to its errors.

    A placeholder is dropped: it vanishes on typing and is no label.
    """
    shown = copy(field)
    shown.help_text = hint
    return SafeString(shown.as_widget(attrs={"placeholder": False}))


@register.filter
def hint_for(hint: str, field: BoundField) -> str:
    """The hint given to the component, else the field's own; `-` means none."""
    return "" if hint == "-" else str(hint or field.help_text)


@register.filter
def marks_optional(field: BoundField) -> bool:
    """Is "(optional)" worth saying? Not where nothing is required, as in a filter."""
    return not field.field.required and any(other.required for other in field.form.fields.values())


@register.filter
def control_kind(field: BoundField) -> str:
    """How a field is laid out: `check`, `choices`, `file` or `text`."""
    kind = getattr(field.field.widget, "input_type", "")
    if kind == "checkbox" and not hasattr(field.field.widget, "optgroups"):
        return "check"
    multiple = {"radio": "choices", "checkbox": "choices", "file": "file"}
    return multiple.get(kind, "text")
