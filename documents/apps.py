from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    label = "documents"

    def ready(self) -> None:
        from documents.actions import ACTIONS
        from ebok.audit.actions import register

        register(ACTIONS)
        for module in ("checks", "probes"):
            import_module(f"documents.{module}")
