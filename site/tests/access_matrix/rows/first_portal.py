"""Invoices, contracts, documents and announcements of the portal; the first pages of the staff zone."""

from __future__ import annotations

from typing import Any

from wagtail.models import Locale, Page

from access_matrix.expecting import (
    ADMINISTRATOR,
    ALL_OFFICE,
    EVERY_CUSTOMER,
    IN,
    ONWARD,
    OWN_ACCOUNT,
    OWNER_ONLY,
    Row,
    page,
    row,
)
from cms_pages.models import AnnouncementPage
from selfservice.exchange.tests.factories import FeedFactory

ROWS: dict[str, Row] = {
    "portal:start": page(row(signed_in=IN, owner=ONWARD, delegate=ONWARD, helper=ONWARD, outsider=ONWARD)),
    "portal:announcements": page(EVERY_CUSTOMER),
    "portal:announcement": page(EVERY_CUSTOMER),
    "portal:dashboard": page(OWN_ACCOUNT),
    "portal:invoices": page(OWN_ACCOUNT),
    "portal:invoice": page(OWN_ACCOUNT),
    "portal:invoice_pdf": page(OWN_ACCOUNT),
    "portal:invoice_xml": page(OWN_ACCOUNT),
    "portal:contracts": page(OWN_ACCOUNT),
    "portal:contract_pdf": page(OWN_ACCOUNT),
    "portal:letters": page(OWN_ACCOUNT),
    "portal:letter": page(OWN_ACCOUNT),
    "portal:customer": page(OWN_ACCOUNT),
    "portal:looks": page(OWNER_ONLY),
    "staff:start": page(ALL_OFFICE),
    "staff:announcement": page(ALL_OFFICE),
    "staff:event_log": page(ADMINISTRATOR),
    "staff:loads": page(ADMINISTRATOR),
    "staff:load": page(ADMINISTRATOR),
}


def arguments(owner: Any) -> dict[str, dict[str, object]]:
    return {
        "portal:announcement": {"pk": _an_announcement("customers").pk},
        "staff:announcement": {"pk": _an_announcement("employees").pk},
        "portal:invoice": {"invoice_no": "FV/100245"},
        "portal:invoice_pdf": {"invoice_no": "FV/100245"},
        "portal:invoice_xml": {"invoice_no": "FV/100245"},
        "portal:contract_pdf": {"contract_no": "U/100245"},
        "portal:letter": {"document_no": "D/100245"},
        "staff:load": {"pk": FeedFactory.create().pk},
    }


def _an_announcement(audience: str) -> AnnouncementPage:
    Locale.objects.get_or_create(language_code="pl")
    Locale.objects.get_or_create(language_code="en")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    page = AnnouncementPage(title="For some", slug=f"for-{audience}", audience=audience, live=True)
    return root.add_child(instance=page)
