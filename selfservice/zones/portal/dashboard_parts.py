"""Smaller parts of the dashboard: what is new, where to go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages import modules
from selfservice.access.models import AccessLevel, AccountAccess
from selfservice.exchange.models import Invoice


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead."""

    text: str
    url: str
    icon: str = ""


def news(
    *, access: AccountAccess, since: datetime | None, invoices: Iterable[Invoice], pages: Iterable[Any]
) -> list[Link]:
    """What came since the reader's sign-in before this one; nothing at the first one.

    An invoice counts from the day of that sign-in on: the billing system shares it hours later.
    """
    if since is None:
        return []
    number, day = access.account_no, timezone.localtime(since).date()
    found = [
        Link(_("New document: %(number)s") % {"number": row.invoice_no}, _invoice_url(number, row))
        for row in invoices
        if row.issued_on >= day
    ]
    changed = getattr(access, "ticket_changed_at", None)
    if changed is not None and changed > since:
        found.append(Link(_("Something changed in your tickets"), reverse("portal:tickets", args=[number])))
    found += [
        Link(page.title, reverse("portal:announcement", args=[page.pk]))
        for page in pages
        if page.first_published_at and page.first_published_at > since
    ]
    return found


def shortcuts(access: AccountAccess) -> list[Link]:
    """The acts that customers come for, as far as this reader may do them here."""
    acts = access.allows(AccessLevel.ACT)
    wanted = [
        ("readings", acts, _("Send a reading"), "readings", "gauge"),
        ("tickets", acts, _("Report a problem"), "ticket_new", "message-square"),
        ("invoices", True, _("Ledger"), "ledger", "list"),
        ("schedule", True, _("Service schedule"), "schedule", "calendar"),
        ("", True, _("Documents as one file"), "packages", "files"),
        ("", True, _("History"), "history", "clock"),
    ]
    return [
        Link(text, reverse(f"portal:{name}", args=[access.account_no]), icon)
        for module, allowed, text, name, icon in wanted
        if allowed and (not module or modules.enabled(module))
    ]


def _invoice_url(account_no: str, invoice: Invoice) -> str:
    return reverse("portal:invoice", args=[account_no, invoice.invoice_no])
