from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class OutgoingConfig(AppConfig):
    name = "selfservice.exchange.outgoing"
    label = "outgoing"

    def ready(self) -> None:
        from ebok.audit.protection import Ledger, keep_forever
        from selfservice.exchange.outgoing.models import Entry

        keep_forever(
            Ledger(Entry, mutable=("state", "reason", "delivered_at", "answered_at"), erasable=("payload",))
        )
        actions.register(
            {
                "outgoing.token_made": _("A token for the billing system was made"),
                "outgoing.token_revoked": _("A token of the billing system was revoked"),
                "outgoing.refused": _("The billing system was refused: no valid token"),
                "outgoing.handed_out": _("The outgoing journal was handed to the billing system"),
                "outgoing.line_answered": _("The billing system answered a line of the outgoing journal"),
            }
        )
