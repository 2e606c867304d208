"""A long text is not lost when the session ends while it is being written.

A form that asks for it (hidden field `keep` with the address of its page) is put into the fresh session of
the browser when it comes too late, and stands in the form again after signing in. Files cannot be kept.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

FIELD = "keep"
KEY = "kept_form"
LEFT_OUT = frozenset({FIELD, "csrfmiddlewaretoken"})
MOST_FIELDS, LONGEST = 200, 20_000


def keep(request: HttpRequest) -> str:
    """Put the texts of a late form into the session; returns the address to come back to.

    Call it after the old session has ended. Anything but such a form keeps nothing.
    """
    page = _page(request)
    if not page:
        return request.get_full_path()
    texts = {
        name: value
        for name, value in list(request.POST.items())[:MOST_FIELDS]
        if name not in LEFT_OUT and isinstance(value, str) and "password" not in name
    }
    if sum(map(len, texts.values())) <= LONGEST:
        request.session[KEY] = {"page": page, "texts": texts}
    return page


def take(request: HttpRequest) -> dict[str, str]:
    """The texts kept for this page, once; empty when there are none."""
    kept = request.session.get(KEY)
    if not kept or kept["page"] != request.path:
        return {}
    del request.session[KEY]
    texts: dict[str, str] = kept["texts"]
    return texts


def kept_texts(request: HttpRequest) -> dict[str, str]:
    """The same, with the words that tell the reader about it."""
    texts = take(request)
    if texts:
        text = _(
            "You were away for long, so this was not sent yet. Your text is kept: look at it and send it."
        )
        messages.warning(request, f"{text} {_('Files have to be chosen again.')}")
    return texts


def _page(request: HttpRequest) -> str:
    """The page that the form names, when what was sent belongs to that page."""
    page = request.POST.get(FIELD, "") if request.method == "POST" else ""
    return page if page.startswith("/") and request.path.startswith(page) else ""
