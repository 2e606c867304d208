from importlib import import_module

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import pre_migrate

from ebok.core import logs


class CoreConfig(AppConfig):
    name = "ebok.core"
    label = "core"

    def ready(self) -> None:
        from ebok.core.cache_table import make_cache_table

        logs.configure(level=settings.LOG_LEVEL)
        for module in ("checks", "probes"):
            import_module(f"ebok.core.{module}")
        pre_migrate.connect(make_cache_table, sender=self, dispatch_uid="core.cache_table")
