from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class DataChangesConfig(AppConfig):
    name = "selfservice.access.data_changes"
    label = "data_changes"

    def ready(self) -> None:
        from selfservice.identity import letters

        import_module("selfservice.access.data_changes.receivers")
        actions.register(
            {
                "data_changes.asked": _("Asked to change contact data"),
                "data_changes.taken_back": _("Took back a request to change contact data"),
                "data_changes.approved": _("Approved a change of contact data"),
                "data_changes.rejected": _("Rejected a change of contact data"),
                "data_changes.answered": _("The billing system answered a change of contact data"),
            }
        )
        text = _("Sign in to the portal and look under My data to see what became of your request.")
        letters.register(
            {
                "data_changes.approved": letters.Letter(_("Your request was approved"), text),
                "data_changes.rejected": letters.Letter(_("Your request was rejected"), text),
                "data_changes.refused": letters.Letter(_("Your contact data could not be changed"), text),
                "data_changes.done": letters.Letter(_("Your contact data have been changed"), text),
                "data_changes.asked": letters.Letter(
                    _("A change of contact data was asked for"),
                    _(
                        "Somebody with access to one of your customer accounts asked the office "
                        "to change its contact data."
                    ),
                ),
            }
        )
