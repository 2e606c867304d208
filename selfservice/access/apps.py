from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class AccessConfig(AppConfig):
    name = "selfservice.access"
    label = "access"

    def ready(self) -> None:
        from selfservice.access import closing_mail, ending, notices, signals  # noqa: F401

        actions.register(
            {
                "access.account_linked": _("Linked a customer account"),
                "access.account_unlinked": _("Ended access to a customer account"),
                "access.terms_changed": _("Changed the terms of an access"),
                "access.account_closed": _("Noticed that a customer account was closed"),
                "access.account_reopened": _("Noticed that a customer account was opened again"),
                "access.account_opened": _("Opened a customer account"),
                "access.account_fetched": _("Fetched data of a customer account by a program"),
                "access.holder_told": _("Told the holder of a customer account by letter"),
                "access.denied": _("Was refused access"),
            }
        )
