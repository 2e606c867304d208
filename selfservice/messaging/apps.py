from importlib import import_module

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "selfservice.messaging"
    label = "messaging"

    def ready(self) -> None:
        import_module("selfservice.messaging.receivers")
