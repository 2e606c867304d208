from importlib import import_module

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "selfservice.exchange"
    label = "exchange"

    def ready(self) -> None:
        from ebok.audit import actions
        from ebok.core.area_names import area_names
        from ebok.core.street_names import street_names
        from selfservice.exchange.permission import guard_connection

        import_module("selfservice.exchange.probes")
        area_names.offer(import_module("selfservice.exchange.areas").names)
        street_names.offer(import_module("selfservice.exchange.streets").names)
        connection_created.connect(guard_connection, dispatch_uid="exchange.read_only")
        actions.register(
            {
                "exchange.delivery_loaded": _("A delivery of the billing system was loaded"),
                "exchange.delivery_rejected": _("A delivery of the billing system was rejected"),
                "exchange.rolled_back": _("The billing data were set back to the delivery before"),
            }
        )
