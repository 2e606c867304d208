"""Many documents at once: asked for, packed in the background, fetched within some days."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_text

from documents.prepared import services
from selfservice.access.models import AccountAccess
from selfservice.billing.queries import invoice_years
from selfservice.identity.second_factor.recent import demand_recent_proof
from selfservice.zones.portal.packages.forms import PackageForm
from selfservice.zones.portal.packages.making import INVOICES, KIND
from selfservice.zones.portal.pages import AccountPage, account_file, account_page
from selfservice.zones.portal.prepared import give_package, package_facts


@account_page(posts=True)
def packages(page: AccountPage) -> HttpResponseBase:
    """Takes a wish of somebody who proved just now who he is, and shows how far the latest package is."""
    if page.request.method == "POST" and (proof := demand_recent_proof(page.request)):
        messages.info(page.request, now_text("Confirm that it is you, then choose again."))
        return proof
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
    facts: dict[str, Any] = {
        "form": form,
        "days": settings.PREPARED_KEEP_DAYS,
        **package_facts(
            user=page.request.user,
            kind=KIND,
            account_no=page.access.account_no,
            url=lambda token: reverse("portal:package_fetch", args=[page.access.account_no, token]),
        ),
    }
    return page.render("portal/packages.html", facts)


@account_file(module="")
def package_fetch(request: HttpRequest, access: AccountAccess, token: str) -> HttpResponseBase:
    """The package, by a link of a minute for its own user, while the access behind it holds."""
    return give_package(request=request, token=token, kind=KIND, account_no=access.account_no)
