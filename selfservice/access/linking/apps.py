from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class LinkingConfig(AppConfig):
    name = "selfservice.access.linking"
    label = "linking"

    def ready(self) -> None:
        actions.register(
            {
                "linking.failed": _("Could not prove a claim to a customer account"),
                "linking.at_desk": _("Linked a customer account at the desk"),
                "linking.held": _("Had to wait after too many tries to link a customer account"),
            }
        )
