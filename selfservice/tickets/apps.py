from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class TicketsConfig(AppConfig):
    name = "selfservice.tickets"
    label = "tickets"

    def ready(self) -> None:
        from selfservice.tickets import mails, receivers, roles, standard  # noqa: F401

        actions.register(
            {
                "tickets.created": _("Sent a ticket"),
                "tickets.read": _("Read a ticket of a customer"),
                "tickets.queue_read": _("Looked through the queue of tickets"),
                "tickets.answered": _("Answered a ticket"),
                "tickets.written": _("Wrote in a ticket"),
                "tickets.noted": _("Wrote an internal note on a ticket"),
                "tickets.assigned": _("Assigned a ticket"),
                "tickets.state_changed": _("Changed the state of a ticket"),
                "tickets.reopened": _("Opened a finished ticket again"),
                "tickets.merged": _("Joined two tickets"),
                "tickets.rated": _("Rated how a ticket was handled"),
                "tickets.claimed": _("Took over tickets sent without an account"),
                "tickets.joined_account": _("Put a ticket to a customer account"),
                "tickets.file_read": _("Downloaded a file of a ticket"),
                "tickets.guest_refused": _("Gave a wrong number or address for a ticket"),
            }
        )
        post_migrate.connect(standard.after_migrate, sender=self, dispatch_uid="tickets_standard")
        post_migrate.connect(roles.after_migrate, sender=self, dispatch_uid="tickets_roles")
