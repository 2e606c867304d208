"""Who looked at my account."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from ebok.core.row_places import row_place
from selfservice.access.looks import looks_at
from selfservice.zones.portal.pages import AccountPage, account_page


@account_page(bills=False)
def looks(page: AccountPage) -> HttpResponse:
    """Newest first, by keyset. For the owner's eyes: a delegate does not learn who else was here."""
    if page.access.is_delegated:
        raise Http404("For the owner.")
    rows, older = looks_at(access=page.access, before=row_place(page.request.GET, "before"))
    facts = {"rows": rows, "older_url": f"?before={older}" if older else ""}
    return page.render("portal/looks.html", facts)
