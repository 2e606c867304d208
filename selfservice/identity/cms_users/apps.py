from importlib import import_module

from wagtail.users.apps import WagtailUsersAppConfig


class OfficeUsersConfig(WagtailUsersAppConfig):
    user_viewset = "selfservice.identity.cms_users.viewset.OfficeUserViewSet"

    def ready(self) -> None:
        from wagtail.admin.views.account import NameEmailSettingsPanel

        super().ready()
        import_module("selfservice.identity.cms_users.event_log")
        # Wagtail asks every editor for a first and a last name, which a user here does not have.
        NameEmailSettingsPanel.is_active = lambda panel: False
