"""All my data: asked for, made in the background, fetched once or more within some days."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.prepared import services
from documents.prepared.models import PreparedDownload
from documents.prepared.signals import package_ready
from selfservice.identity import letters
from selfservice.identity.second_factor.recent import requires_recent_factor
from selfservice.zones.portal.own_data.package import KIND, is_outlived
from selfservice.zones.portal.own_data.pages import own_render
from selfservice.zones.portal.prepared import give_package, package_facts

READY_LETTER = "portal.own_data_ready"


@require_http_methods(["GET", "HEAD", "POST"])
@requires_recent_factor
def export(request: HttpRequest) -> HttpResponse:
    """Shows how far the package is, and takes the wish for a new one."""
    if request.method == "POST":
        filename = f"ebok-{timezone.localdate().isoformat()}.zip"
        services.request_package(user=request.user, kind=KIND, filename=filename)
        messages.success(request, _("Your package is being made. A letter will tell you when it is ready."))
        return redirect("portal:own_data_export")
    facts = package_facts(
        user=request.user, kind=KIND, url=lambda token: reverse("portal:own_data_fetch", args=[token])
    )
    if facts["fetch_url"] and is_outlived(facts["package"]):
        facts["fetch_url"] = ""
    return own_render(request, "portal/own_data/export.html", facts)


@require_safe
def fetch(request: HttpRequest, token: str) -> HttpResponseBase:
    """The package itself, by a link that lives a minute and opens for its owner alone.

    Raises:
        Http404: there is none, or it holds an account that its owner has lost since.
    """
    download = services.opened(token=token, user=request.user)
    if download is not None and is_outlived(download):
        raise Http404("An account in it is not the reader's any more.")
    return give_package(request=request, token=token, kind=KIND)


@receiver(package_ready, dispatch_uid="portal.own_data_ready")
def on_ready(sender: Any, download: PreparedDownload, **later: Any) -> None:
    """Tell the person; the letter leads to the page, never to the file."""
    if download.kind == KIND:
        letters.post(letter=READY_LETTER, user_id=download.user_id, key=str(download.pk))
