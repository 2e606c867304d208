"""Texts of a form that came after its session had ended (see `identity.kept_forms`)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from selfservice.identity.kept_forms import take


def kept_texts(request: HttpRequest) -> dict[str, str]:
    """What was typed on this page before the session ended, once, and the words that say so."""
    texts = take(request)
    if texts:
        text = _(
            "You were away for long, so this was not sent yet. Your text is kept: look at it and send it."
        )
        messages.warning(request, f"{text} {_('Files have to be chosen again.')}")
    return texts
