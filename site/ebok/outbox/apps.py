from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "ebok.outbox"
    label = "outbox"
