from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class RemindersConfig(AppConfig):
    name = "selfservice.contracts.reminders"
    label = "collection_reminders"

    def ready(self) -> None:
        import_module("selfservice.contracts.reminders.mail")
        actions.register({"reminders.changed": _("Changed reminders of the service schedule")})
