from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class InvitationsConfig(AppConfig):
    name = "selfservice.access.invitations"
    label = "invitations"

    def ready(self) -> None:
        from selfservice.access.invitations import mail  # noqa: F401
        from selfservice.access.invitations.queries import page_of_newest
        from selfservice.identity import arrivals

        arrivals.register(page_of_newest)
        actions.register(
            {
                "invitations.sent": _("Invited somebody to a customer account"),
                "invitations.accepted": _("Accepted an invitation to a customer account"),
                "invitations.declined": _("Declined an invitation to a customer account"),
                "invitations.withdrawn": _("Withdrew an invitation to a customer account"),
            }
        )
