from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class LeavingConfig(AppConfig):
    name = "selfservice.access.leaving"
    label = "leaving"

    def ready(self) -> None:
        import_module("selfservice.access.leaving.work")
        actions.register(
            {
                "leaving.closed": _("Closed the sign-in"),
                "leaving.erased": _("The data of a closed sign-in were erased"),
            }
        )
