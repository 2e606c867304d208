"""Many documents at once: asked for, packed in the background, fetched within some days."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_text

from documents.prepared import services
from documents.prepared.models import PreparedDownload, PreparedState
from selfservice.access.models import AccountAccess
from selfservice.billing.queries import invoice_years
from selfservice.zones.portal.packages.forms import PackageForm
from selfservice.zones.portal.packages.making import INVOICES, KIND
from selfservice.zones.portal.pages import AccountPage, account_file, account_page


@account_page(posts=True)
def packages(page: AccountPage) -> HttpResponse:
    """Takes a wish, and shows how far the latest package of this account is."""
    years = invoice_years(access=page.access)
    form = PackageForm(page.request.POST or None, years=years, initial={"kinds": [INVOICES]})
    if page.request.method == "POST" and form.is_valid():
        number = page.access.account_no
        services.request_package(
            user=page.access.user,
            kind=KIND,
            filename=f"ebok-{number}-{timezone.localdate()}.zip",
            account_no=number,
            parameters=form.cleaned_data,
        )
        messages.success(page.request, now_text("Your documents are being packed. Look here in a minute."))
        return redirect("portal:packages", number)
    mine = PreparedDownload.objects.filter(
        user_id=page.access.user_id, account_no=page.access.account_no, kind=KIND
    )
    latest = mine.order_by("-created_at").first()
    facts: dict[str, Any] = {
        "form": form,
        "package": latest,
        "is_waiting": latest is not None and latest.state == PreparedState.WAITING,
        "has_failed": latest is not None and latest.state == PreparedState.FAILED,
        "fetch_url": _fetch_url(page, latest),
        "days": settings.PREPARED_KEEP_DAYS,
    }
    return page.render("portal/packages.html", facts)


@account_file(module="")
def package_fetch(request: HttpRequest, access: AccountAccess, token: str) -> HttpResponseBase:
    """The package, by a link of a minute for its own user, while the access behind it holds."""
    download = services.opened(token=token, user=request.user)
    if download is None or download.kind != KIND or download.account_no != access.account_no:
        raise Http404("No such package.")
    if not download.may_be_fetched(at=timezone.now()):
        raise Http404("No such package.")
    return services.deliver_package(request=request, download=download)


def _fetch_url(page: AccountPage, download: PreparedDownload | None) -> str:
    if download is None or not download.may_be_fetched(at=timezone.now()):
        return ""
    token = services.link_token(download=download, user=page.access.user)
    return reverse("portal:package_fetch", args=[page.access.account_no, token])
