"""The history of an account in one place."""

from __future__ import annotations

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse

from selfservice.zones.portal.history.merging import merged
from selfservice.zones.portal.history.sources import kinds_for, sources
from selfservice.zones.portal.pages import AccountPage, account_page
from selfservice.zones.portal.places import place

SIZE = 20


@account_page()
def history(page: AccountPage) -> HttpResponse:
    """Everything that `sources.KINDS` names, newest first (`?kind=`)."""
    asked = page.request.GET
    kinds = kinds_for(page.access)
    wanted = asked.get("kind", "")
    chosen = [kind for kind in kinds if kind.name == wanted] if wanted else kinds
    if wanted and not chosen:
        raise Http404("No such kind.")
    try:
        found = merged(sources(chosen, access=page.access), after=place(asked.get("after", "")), size=SIZE)
    except ValueError as error:
        raise Http404("No such place in the history.") from error
    here = reverse("portal:history", args=[page.access.account_no])
    facts = {
        "events": found.events,
        "kinds": kinds,
        "wanted": wanted,
        "list_url": here,
        "newer_url": (f"{here}?kind={wanted}" if wanted else here) if asked.get("after") else "",
        "older_url": _older(wanted, found.older),
    }
    return page.render("portal/history.html", facts)


def _older(wanted: str, older: str) -> str:
    if not older:
        return ""
    query = QueryDict(mutable=True)
    if wanted:
        query["kind"] = wanted
    query["after"] = older
    return f"?{query.urlencode(safe='/')}"
