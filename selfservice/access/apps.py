from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "selfservice.access"
    label = "access"
