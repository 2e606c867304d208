"""Tickets: of customers, of guests, and in the office."""

from __future__ import annotations

import hashlib
from typing import Any

from wagtail.models import Locale, Page

from access_matrix.expecting import (
    IN,
    MAY_ACT,
    ONWARD,
    OWN_ACCOUNT,
    OWNER_ONLY,
    TAKEN,
    Row,
    act,
    form,
    page,
    row,
)
from cms_pages.models import AnnouncementPage, FormPage
from documents.uploads.kinds import PNG
from documents.uploads.scanning import ScanState
from documents.uploads.services import AcceptedUpload
from selfservice.tickets.links import rating_path
from selfservice.tickets.tests.factories import a_guest_ticket, a_ticket

EVERYBODY = row(signed_in=IN, anonymous=IN)
SENT_TO_PROOF = row(signed_in=ONWARD, anonymous=ONWARD)
HANDLERS = row(clerk=IN, administrator=IN)
NO_POST = row(signed_in=405, anonymous=405)

ACTS = ("answer", "note", "assign", "state", "merge")

ROWS: dict[str, Row] = {
    "portal:tickets": page(OWN_ACCOUNT),
    "portal:ticket": Row(get=OWN_ACCOUNT, post=row(owner=TAKEN, helper=TAKEN)),
    "portal:ticket_file": page(OWN_ACCOUNT),
    "portal:ticket_reopen": act(MAY_ACT),
    "portal:ticket_new": page(MAY_ACT),
    "portal:ticket_form": Row(get=MAY_ACT, post=row(owner=TAKEN, helper=TAKEN)),
    "portal:outage_await": act(MAY_ACT),
    "portal:own_tickets": page(row(signed_in=IN)),
    "portal:own_ticket": Row(get=OWNER_ONLY, post=row(owner=TAKEN)),
    "portal:own_ticket_file": page(OWNER_ONLY),
    "portal:own_ticket_reopen": act(OWNER_ONLY),
    "portal:own_ticket_account": act(OWNER_ONLY),
    "staff:tickets": page(HANDLERS),
    "staff:ticket": page(HANDLERS),
    "staff:ticket_new": page(HANDLERS),
    "staff:ticket_form": form(HANDLERS),
    "staff:ticket_answer": act(HANDLERS),
    "staff:ticket_note": act(HANDLERS),
    "staff:ticket_assign": act(HANDLERS),
    "staff:ticket_state": act(HANDLERS),
    "staff:ticket_merge": act(HANDLERS),
    "staff:ticket_file": page(HANDLERS),
    "guest:start": page(EVERYBODY),
    "guest:form": Row(get=EVERYBODY, post=row(signed_in=TAKEN, anonymous=TAKEN)),
    "guest:page_form": Row(get=EVERYBODY, post=row(signed_in=TAKEN, anonymous=TAKEN)),
    "guest:track": Row(get=EVERYBODY, post=row(signed_in=TAKEN, anonymous=TAKEN)),
    "guest:rating": Row(get=EVERYBODY, post=row(signed_in=TAKEN, anonymous=TAKEN)),
    "guest:case": Row(get=SENT_TO_PROOF, post=SENT_TO_PROOF),
    "guest:sent": page(SENT_TO_PROOF),
    "guest:file": page(SENT_TO_PROOF),
    "guest:reopen": Row(get=NO_POST, post=SENT_TO_PROOF),
}


def arguments(owner: Any) -> dict[str, dict[str, object]]:
    """A ticket of the account with a file, a case of the owner without an account, and one of a guest."""
    ticket, own = a_ticket(uploads=[an_upload()]), a_ticket(actor=owner, account_no="", uploads=[an_upload()])
    guest = a_guest_ticket(uploads=[an_upload()])
    numbers = {"ticket": ticket, "own": own, "guest": guest}
    number = {name: {"signature": each.signature} for name, each in numbers.items()}
    file = {name: {"pk": each.entries.get().attachments.get().pk} for name, each in numbers.items()}
    code = {"code": ticket.category.code}
    return {
        "portal:ticket": number["ticket"],
        "portal:ticket_file": number["ticket"] | file["ticket"],
        "portal:ticket_reopen": number["ticket"],
        "portal:ticket_form": code,
        "portal:outage_await": {"pk": an_outage().pk},
        "portal:own_ticket": number["own"],
        "portal:own_ticket_file": number["own"] | file["own"],
        "portal:own_ticket_reopen": number["own"],
        "portal:own_ticket_account": number["own"],
        **{f"staff:ticket_{name}": number["ticket"] for name in ACTS},
        "staff:ticket": number["ticket"],
        "staff:ticket_form": code,
        "staff:ticket_file": number["ticket"] | file["ticket"],
        "guest:form": {"code": "question"},
        "guest:page_form": {"pk": a_form().pk},
        "guest:rating": {"token": rating_path(guest).split("/")[-2]},
        "guest:case": number["guest"],
        "guest:sent": number["guest"],
        "guest:file": number["guest"] | file["guest"],
        "guest:reopen": number["guest"],
    }


def an_upload() -> AcceptedUpload:
    content = b"picture"
    digest = hashlib.sha256(content).hexdigest()
    return AcceptedUpload(content=content, kind=PNG, sha256=digest, name="a.png", scan=ScanState.CLEAN)


def an_outage() -> AnnouncementPage:
    Locale.objects.get_or_create(language_code="pl")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    page = AnnouncementPage(title="No water", slug="no-water", audience="customers", live=True)
    return root.add_child(instance=page)


def a_form() -> FormPage:
    root = Page.objects.get(depth=1)
    return root.add_child(instance=FormPage(title="Report", slug="report", live=True))
