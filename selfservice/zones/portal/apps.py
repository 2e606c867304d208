from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "selfservice.zones.portal"
    label = "portal"
