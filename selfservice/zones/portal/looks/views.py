"""Who looked at my account."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from selfservice.access.looks import looks_at
from selfservice.zones.portal.pages import AccountPage, account_page


@account_page()
def looks(page: AccountPage) -> HttpResponse:
    """Newest first, by keyset. For the owner's eyes: a delegate does not learn who else was here."""
    if page.access.is_delegated:
        raise Http404("For the owner.")
    asked = page.request.GET.get("before", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise Http404("No such place in the list.")
    rows, older = looks_at(access=page.access, before=int(asked) if asked else None)
    facts = {"rows": rows, "older_url": f"?before={older}" if older else ""}
    return page.render("portal/looks.html", facts)
