from django.apps import AppConfig
from django.conf import settings

from ebok.core import logs


class CoreConfig(AppConfig):
    name = "ebok.core"
    label = "core"

    def ready(self) -> None:
        logs.configure(level=settings.LOG_LEVEL)
