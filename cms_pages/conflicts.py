"""Two people edit one page: the second is told, sees both versions, and decides."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.models import Page, Revision

from ebok.audit.services import record

CONFLICT = 409
FORM_SECONDS = 24 * 3600
OWN_FIELDS = frozenset(
    {"csrfmiddlewaretoken", "loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id"}
)


def refuse_stale_save(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook before a page is edited: a save on top of a version its author has not seen is not carried out.

    Wagtail warns in the browser and refuses only its own autosave; a plain save would win silently.
    """
    latest: Revision | None = page.latest_revision
    if request.method != "POST" or latest is None or _knows(request, latest):
        return None
    if _is_autosave(request):
        return None  # the editor's autosave: Wagtail refuses it itself and the browser shows why
    record(
        action="content.conflict",
        actor=request.user,
        object_type=page.content_type.model,
        object_id=str(page.pk),
        details={"newer_revision": latest.pk},
    )
    return _conflict_page(request, page.specific, latest)


def remember_own_autosave(request: HttpRequest, page: Page) -> None:
    """Hook after a page was edited: what the editor saved by itself is known to the same open form.

    Its answer may still be on the way when somebody presses a button, and then the form does not name it.
    """
    form = _form_of(request)
    if _is_autosave(request) and form and page.latest_revision_id:
        cache.set(form, page.latest_revision_id, FORM_SECONDS)


def _is_autosave(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _form_of(request: HttpRequest) -> str:
    """Key of one opened form: its CSRF token is masked anew each time a form is drawn. Empty: unknown."""
    token = request.POST.get("csrfmiddlewaretoken", "")
    whose = f"{request.user.pk}:{token}".encode()
    return f"cms_pages.autosaved:{hashlib.sha256(whose).hexdigest()}" if token else ""


def _knows(request: HttpRequest, latest: Revision) -> bool:
    form = _form_of(request)
    if form and cache.get(form) == latest.pk:
        return True
    own = request.POST.get("overwrite_revision_id")
    if own:
        return own == str(latest.pk)
    return (
        request.POST.get("loaded_revision_id") == str(latest.pk)
        and request.POST.get("loaded_revision_created_at") == latest.created_at.isoformat()
    )


def _conflict_page(request: HttpRequest, page: Page, latest: Revision) -> HttpResponse:
    context = {
        "page_title": page.get_admin_display_title(),
        "header_icon": "warning",
        "comparison": _differences(request, page),
        "latest": latest,
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "history_url": reverse("wagtailadmin_pages:history", args=[page.pk]),
        "fields": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in OWN_FIELDS
        ],
        "newer_id": str(latest.pk),
        "newer_created_at": latest.created_at.isoformat(),
    }
    return TemplateResponse(request, "cms_pages/admin/conflict.html", context, status=CONFLICT)


def _differences(request: HttpRequest, page: Page) -> list[Any]:
    """Fields that differ between the newer version and what was sent; empty when that has errors."""
    theirs, base = page.get_latest_revision_as_object(), page.get_latest_revision_as_object()
    handler = page.get_edit_handler()
    form = handler.get_form_class()(
        request.POST, instance=base, for_user=request.user, parent_page=page.get_parent()
    )
    form.defer_required_fields()
    if not form.is_valid():
        return []
    mine = form.save(commit=False)
    panel = handler.get_bound_panel(instance=theirs, request=request, form=None)
    differences = [compare(theirs, mine) for compare in panel.get_comparison()]
    return [each for each in differences if each.has_changed()]
