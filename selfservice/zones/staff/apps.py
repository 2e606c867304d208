from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "selfservice.zones.staff"
    label = "staff"
