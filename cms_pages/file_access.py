"""Who gets a file of the editors at its address."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from cms_pages import attachments
from cms_pages.models.choices import Audience
from ebok.core.uploads_host import to_uploads_host
from ebok.core.zones import may_enter

# Where people of an audience read what is meant for them.
ZONES = {Audience.CUSTOMERS: "portal", Audience.EMPLOYEES: "staff"}


def refuse_what_nobody_shows(document: Any, request: HttpRequest) -> HttpResponse | None:
    """Lets a file through to whoever may read something that shows it; editors may look at each.

    What is for everybody moves to the host of files, if there is one.

    Raises:
        Http404: nothing that this reader may see shows the file.
    """
    if attachments.shown(type(document)).filter(pk=document.pk).exists():
        elsewhere = settings.UPLOADS_HOST not in {"", request.get_host()}
        return to_uploads_host(request) if elsewhere and attachments.is_open(document) else None
    if _is_for(document, request):
        return None
    raise Http404(f"File {document.pk} is not shown to this reader.")


def _is_for(document: Any, request: HttpRequest) -> bool:
    audiences = _audiences_of(request)
    if audiences and attachments.shown(type(document), *audiences).filter(pk=document.pk).exists():
        return True
    restricted = attachments.restricted_pages_showing(document, *audiences)
    if any(_passes(page, request) for page in restricted):
        return True
    return request.user.is_authenticated and may_enter(request, zone="cms")


def _audiences_of(request: HttpRequest) -> list[Audience]:
    """What a signed-in person may read beside what everybody may."""
    if not request.user.is_authenticated:
        return []
    return [audience for audience, zone in ZONES.items() if may_enter(request, zone=zone)]


def _passes(page: Any, request: HttpRequest) -> bool:
    return all(rule.accept_request(request) for rule in page.specific.get_view_restrictions())
