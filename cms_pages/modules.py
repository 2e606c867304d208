"""Modules of the portal that an office can switch off; then menu, addresses and tasks are gone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MODULES = {
    "invoices": _("invoices"),
    "payments": _("payments"),
    "readings": _("readings"),
    "contracts": _("contracts"),
    "documents": _("documents"),
    "schedule": _("schedule"),
    "tickets": _("tickets"),
}


class UnknownModule(LookupError):
    """Somebody asked for a module that does not exist."""


def enabled(module: str) -> bool:
    """Is this module switched on?

    Raises:
        UnknownModule: the name is none of `MODULES`.
    """
    from cms_pages.queries import office_settings

    if module not in MODULES:
        raise UnknownModule(module)
    return module in office_settings().modules
