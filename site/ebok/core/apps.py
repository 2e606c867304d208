from importlib import import_module

from django.apps import AppConfig
from django.conf import settings

from ebok.core import logs


class CoreConfig(AppConfig):
    name = "ebok.core"
    label = "core"

    def ready(self) -> None:
        logs.configure(level=settings.LOG_LEVEL)
        for module in ("checks", "probes"):
            import_module(f"ebok.core.{module}")
