from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class DevicesConfig(AppConfig):
    name = "selfservice.identity.devices"
    label = "devices"

    def ready(self) -> None:
        from selfservice.identity import letters
        from selfservice.identity.devices import notices, receivers  # noqa: F401

        actions.register(
            {
                "devices.session_ended": _("Ended a session on another device"),
                "devices.sessions_ended": _("Ended all other sessions"),
                "devices.new_device": _("Signed in on a new device"),
            }
        )
        letters.register(notices.LETTERS)
