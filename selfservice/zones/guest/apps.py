from django.apps import AppConfig


class GuestConfig(AppConfig):
    name = "selfservice.zones.guest"
    label = "guest"
