from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class StaffConfig(AppConfig):
    name = "selfservice.zones.staff"
    label = "staff"

    def ready(self) -> None:
        actions.register(
            {
                "staff.user_searched": _("Looked for somebody's sign-in"),
                "staff.sign_in_read": _("Looked at the state of somebody's sign-in"),
                "staff.event_log_read": _("Read the event log"),
                "staff.list_read": _("Looked through a list with data of customers"),
                "staff.personal_page_read": _("Opened a page with personal data of a customer"),
            }
        )
