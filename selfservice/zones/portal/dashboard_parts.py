"""Smaller parts of the dashboard: where to go."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cms_pages import modules
from selfservice.access.models import AccessLevel, AccountAccess


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead."""

    text: str
    url: str
    icon: str = ""


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
