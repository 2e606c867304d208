"""Packages that are made in the background, as the pages show and give them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from documents.prepared import services
from documents.prepared.models import PreparedDownload, PreparedState


def package_facts(*, user: Any, kind: str, account_no: str = "", url: Callable[[str], str]) -> dict[str, Any]:
    """How far the newest package of a kind is, for `portal/_package.html`.

    Parameters:
        url: address that gives the package, from the token of its link.
    """
    mine = PreparedDownload.objects.filter(user=user.pk, kind=kind, account_no=account_no)
    latest = mine.order_by("-created_at").first()
    is_there = latest is not None and latest.may_be_fetched(at=timezone.now())
    return {
        "package": latest,
        "is_waiting": latest is not None and latest.state == PreparedState.WAITING,
        "has_failed": latest is not None and latest.state == PreparedState.FAILED,
        "fetch_url": url(services.link_token(download=latest, user=user)) if latest and is_there else "",
    }


def give_package(*, request: HttpRequest, token: str, kind: str, account_no: str = "") -> HttpResponseBase:
    """The package behind a link that lives a minute and opens for its owner alone.

    Raises:
        Http404: there is none for this reader, of this kind and account, or its time is over.
    """
    download = services.opened(token=token, user=request.user)
    is_meant = download is not None and (download.kind, download.account_no) == (kind, account_no)
    if download is None or not is_meant or not download.may_be_fetched(at=timezone.now()):
        raise Http404("No such package.")
    return services.deliver_package(request=request, download=download)
