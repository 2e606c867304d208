"""Texts of Wagtail's scripts: its own catalogue, and what we put into Polish ourselves.

`make messages` collects the latter from here into our one catalogue, not into one for scripts.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

WORDS = (
    _("%(time_zone_option)s: %(localized_time_zone_label)s"),
    _("A network error occurred."),
    _("A server error occurred."),
    _("Autosave in progress…"),
    _("Changes have been autosaved."),
    _("Complex"),
    _("Fair"),
    _("Good"),
    # slips of the translation
    _("(%(number)s new items in this menu)"),
    _("Are you sure?"),
    _("Expand all"),
    _("The maximum number of items is %(max_num)d"),
    _("The minimum number of items is %(min_num)d"),
)


class ScriptTexts(JavaScriptCatalog):
    """Wagtail's catalogue for scripts, with the words that stand in ours."""

    packages = ["wagtail.admin"]

    def get_catalog(self) -> dict[str, Any]:
        """Texts by their English ones."""
        return {**super().get_catalog(), **{word: gettext(word) for word in WORDS}}


def script_texts(request: HttpRequest) -> HttpResponseBase:
    """The catalogue in the language of whoever works in the CMS, as Wagtail's own."""
    response: HttpResponseBase = get_localized_response(ScriptTexts.as_view(), request)
    return response
