"""A long text is not lost when the session ends while it is being written.

A form that asks for it (hidden field `keep` with the address of its page) is put into the fresh session of
the browser when it comes too late, and stands in the form again after signing in, and so do its files
(field `files`), which the session or the person signed in later finds under the ids in `kept_files`.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from documents.errors import StorageUnavailable
from documents.uploads.rules import PHOTOS_PAPERS_AND_TEXTS
from selfservice.identity.kept_files import keep_late_files

FIELD = "keep"
KEY = "kept_form"
LEFT_OUT = frozenset({FIELD, "csrfmiddlewaretoken"})
FILES, KEPT_FILES = "files", "kept_files"
MOST_FIELDS, LONGEST, MOST_FILES = 200, 20_000, 5


def back_from_sign_in(request: HttpRequest, *, owner_id: int | None = None) -> str:
    """Where whoever must sign in now comes back to; texts of a late form wait for him there (`keep`).

    Whoever pressed a button comes to the page where it stands: many addresses take a press alone.

    Parameters: as `keep`.
    """
    page = keep(request, owner_id=owner_id)
    if page or request.method != "POST":
        return page or request.get_full_path()
    text = _("You were signed out before, so nothing was done. Sign in and do it once more.")
    messages.warning(request, text, fail_silently=True)  # the doors are also tried without a whole site
    pressed_on = urlsplit(request.headers.get("Referer", ""))
    if pressed_on.netloc != request.get_host() or not pressed_on.path.startswith("/"):
        return request.get_full_path()
    return f"{pressed_on.path}?{pressed_on.query}" if pressed_on.query else pressed_on.path


def keep(request: HttpRequest, *, owner_id: int | None = None) -> str:
    """Put the texts of a late form into the session; returns the address of its page, "" for anything else.

    Call it after the old session has ended.

    Parameters:
        owner_id: whose session has ended, where that is known; nobody else gets text or files then, as
            several people may sign in with one browser.
    """
    page = _page(request)
    if not page:
        return ""
    texts = {
        name: value
        for name, value in list(request.POST.items())[:MOST_FIELDS]
        if name not in LEFT_OUT and isinstance(value, str) and "password" not in name
    }
    if sum(map(len, texts.values())) <= LONGEST:
        lost = _keep_files(request, texts, owner_id=owner_id)
        request.session[KEY] = {"page": page, "texts": texts, "lost": lost, "owner": owner_id}
    return page


def _take(request: HttpRequest) -> dict[str, Any]:
    """What was kept for this page, once; empty when there is nothing for this reader."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if not kept or kept["page"] != request.path:
        return {}
    del request.session[KEY]
    return kept if kept.get("owner") in {None, request.user.pk} else {}


def kept_texts(request: HttpRequest) -> dict[str, str]:
    """The texts kept for this page, once, with the words that tell the reader about it."""
    kept = _take(request)
    texts: dict[str, str] = kept.get("texts", {})
    if texts:
        text = _(
            "You were away for long, so this was not sent yet. Your text is kept: look at it and send it."
        )
        files = _("Files have to be chosen again.") if kept.get("lost") else ""
        messages.warning(request, f"{text} {files}".strip())
    return texts


def _keep_files(request: HttpRequest, texts: dict[str, str], *, owner_id: int | None) -> bool:
    """Keep the files of a late form beside its texts; tells whether one of them was not kept."""
    sent = len(request.FILES.getlist(FILES))
    try:
        kept = keep_late_files(
            request=request,
            field=FILES,
            rules=PHOTOS_PAPERS_AND_TEXTS,
            most=MOST_FILES,
            owner_id=owner_id,
        )
    except StorageUnavailable:
        kept = []
    if kept:
        ids = [*filter(None, texts.get(KEPT_FILES, "").split(",")), *(str(draft.pk) for draft in kept)]
        texts[KEPT_FILES] = ",".join(ids)
    return len(kept) < sent


def _page(request: HttpRequest) -> str:
    """The page that the form names, when what was sent belongs to that page."""
    page = request.POST.get(FIELD, "") if request.method == "POST" else ""
    return page if page.startswith("/") and request.path.startswith(page) else ""
