"""Secret links to the calendars of one customer account."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as now_text

from cms_pages import modules
from selfservice.access.feeds.errors import LinkMadeMeanwhile
from selfservice.access.feeds.models import FeedKind, SecretLink
from selfservice.access.feeds.queries import links_of
from selfservice.access.feeds.services import make_link, revoke_link
from selfservice.identity.second_factor.recent import demand_recent_proof
from selfservice.zones.portal.pages import AccountPage, account_page

MODULES = {FeedKind.DUE_DATES: "invoices", FeedKind.SCHEDULE: "schedule"}


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A calendar that one can subscribe to, and the working link to it, if there is one."""

    kind: str
    title: str
    link: SecretLink | None


@account_page(posts=True, bills=False)
def calendar_links(page: AccountPage) -> HttpResponseBase:
    """Which links work, when they were used last; makes and revokes them.

    A new link is in the answer to the form alone: it stands nowhere else and cannot be shown again. It
    outlives the session, so making one asks for a fresh proof; revoking protects and asks for nothing.
    """
    secret_url, made_kind = "", ""
    if page.request.method == "POST":
        kind = _kind(page.request.POST.get("kind", ""))
        if page.request.POST.get("act") == "revoke":
            return _revoked(page, kind)
        if proof := demand_recent_proof(page.request):
            messages.info(page.request, now_text("Confirm that it is you, then choose again."))
            return proof
        secret_url, made_kind = _made(page, kind), kind
    links = links_of(user=page.access.user, account_no=page.access.account_no)
    rows = [LinkRow(kind=kind.value, title=str(kind.label), link=links.get(kind.value)) for kind in _kinds()]
    facts = {"rows": rows, "secret_url": secret_url, "made": made_kind}
    return page.render("portal/calendar_links.html", facts)


def _made(page: AccountPage, kind: str) -> str:
    language = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
    try:
        token = make_link(user=page.access.user, access=page.access, kind=kind, language=language)
    except LinkMadeMeanwhile as error:
        messages.warning(page.request, str(error))
        return ""
    return f"{settings.SITE_URL}{reverse('feeds:calendar')}?{urlencode({'key': token})}"


def _revoked(page: AccountPage, kind: str) -> HttpResponse:
    if revoke_link(user=page.access.user, account_no=page.access.account_no, kind=kind):
        messages.success(page.request, now_text("The link no longer works."))
    return redirect("portal:calendar_links", page.access.account_no)


def _kinds() -> list[FeedKind]:
    return [kind for kind in FeedKind if modules.enabled(MODULES[kind])]


def _kind(text: str) -> str:
    if text not in {kind.value for kind in _kinds()}:
        raise BadRequest("No such calendar.")
    return text
