from django.apps import AppConfig


class CmsPagesConfig(AppConfig):
    name = "cms_pages"
    label = "cms_pages"

    def ready(self) -> None:
        from cms_pages import actions, form_fields, schedule, signals, version_log  # noqa: F401  # registers its probe

        actions.register_all()
        signals.connect()
        version_log.connect()
        form_fields.use_office_clock()
