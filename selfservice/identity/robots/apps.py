from django.apps import AppConfig


class RobotsConfig(AppConfig):
    name = "selfservice.identity.robots"
    label = "robots"

    def ready(self) -> None:
        from selfservice.identity.robots import checks  # noqa: F401
