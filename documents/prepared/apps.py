from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreparedConfig(AppConfig):
    name = "documents.prepared"
    label = "prepared"

    def ready(self) -> None:
        from ebok.audit import actions

        import_module("documents.prepared.work")
        actions.register(
            {
                "prepared.requested": _("Asked for a package of files"),
                "prepared.downloaded": _("Downloaded a package of files"),
            }
        )
