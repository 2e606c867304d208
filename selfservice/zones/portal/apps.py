from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "selfservice.zones.portal"
    label = "portal"

    def ready(self) -> None:
        from selfservice.access import converters

        converters.register()  # before any file of URLs is read
