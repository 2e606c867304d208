from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class MeteringConfig(AppConfig):
    name = "selfservice.metering"
    label = "metering"

    def ready(self) -> None:
        from selfservice.metering import receivers  # noqa: F401

        actions.register(
            {
                "metering.reading_sent": _("Sent a meter reading"),
                "metering.reading_accepted": _("Accepted a meter reading"),
                "metering.reading_rejected": _("Rejected a meter reading"),
                "metering.readings_looked_through": _("Looked through meter readings to be checked"),
                "metering.photo_read": _("Looked at the photo of a meter"),
                "metering.guest_refused": _("Gave wrong numbers for a meter reading"),
            }
        )
