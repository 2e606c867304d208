from importlib import import_module

from wagtail.users.apps import WagtailUsersAppConfig


class OfficeUsersConfig(WagtailUsersAppConfig):
    user_viewset = "selfservice.identity.cms_users.viewset.OfficeUserViewSet"
    group_viewset = "selfservice.identity.cms_users.viewset.OfficeGroupViewSet"

    def ready(self) -> None:
        from wagtail.admin.views.account import NameEmailSettingsPanel
        from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

        super().ready()
        import_module("selfservice.identity.cms_users.event_log")
        import_module("selfservice.identity.cms_users.replacing")
        # Wagtail asks every editor for a first and a last name, which a user here does not have.
        NameEmailSettingsPanel.is_active = lambda panel: False
        # Acts on many people at once would give rights past the form, the fresh proof and the event log.
        UserBulkAction.models = []
