from django.apps import AppConfig


class CmsPagesConfig(AppConfig):
    name = "cms_pages"
    label = "cms_pages"

    def ready(self) -> None:
        from cms_pages import actions, signals

        actions.register_all()
        signals.connect()
