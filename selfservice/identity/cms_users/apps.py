from wagtail.users.apps import WagtailUsersAppConfig


class OfficeUsersConfig(WagtailUsersAppConfig):
    user_viewset = "selfservice.identity.cms_users.viewset.OfficeUserViewSet"

    def ready(self) -> None:
        from wagtail.admin.views.account import NameEmailSettingsPanel

        super().ready()
        # Wagtail asks every editor for a first and a last name, which a user here does not have.
        NameEmailSettingsPanel.is_active = lambda panel: False
