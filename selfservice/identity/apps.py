from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "selfservice.identity"
    label = "identity"
