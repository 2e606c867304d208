"""Other documents of the account, each shown only within its window."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from selfservice.contracts.queries import letter_page
from selfservice.zones.portal.pages import AccountPage, account_page
from selfservice.zones.portal.places import link, place


@account_page(module="documents")
def letter_list(page: AccountPage) -> HttpResponse:
    """Letters that may be read now, the latest first, by keyset."""
    asked = page.request.GET
    found = letter_page(
        access=page.access,
        at=timezone.now(),
        after=place(asked.get("after", "")),
        before=place(asked.get("before", "")),
    )
    facts = {
        "letters": found.rows,
        "newer_url": link(asked, fields=(), name="before", place=found.newer),
        "older_url": link(asked, fields=(), name="after", place=found.older),
    }
    return page.render("portal/letters.html", facts)
