from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "ebok.audit"
    label = "audit"

    def ready(self) -> None:
        from ebok.audit.actions import register
        from ebok.audit.protection import protect

        post_migrate.connect(protect, sender=self, dispatch_uid="audit.protect")
        import_module("ebok.audit.probes")
        register({"audit.verified": _("Compared the event log with its seals")})
