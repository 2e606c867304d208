from functools import partial
from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class DataChangesConfig(AppConfig):
    name = "selfservice.access.data_changes"
    label = "data_changes"

    def ready(self) -> None:
        from selfservice.identity import letters
        from selfservice.identity.mail import LetterKind

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
        outcomes = {
            "data_changes.approved": _("Your request was approved"),
            "data_changes.rejected": _("Your request was rejected"),
            "data_changes.refused": _("Your contact data could not be changed"),
            "data_changes.done": _("Your contact data have been changed"),
        }
        notice = partial(
            letters.Notice, kind=LetterKind.DATA, page="portal:customer", link_text=_("My data and access")
        )
        letters.register({name: notice(subject, text, warns=False) for name, subject in outcomes.items()})
        letters.register(
            {
                "data_changes.asked": notice(
                    _("A change of contact data was asked for"),
                    _(
                        "Somebody with access to one of your customer accounts asked the office "
                        "to change its contact data."
                    ),
                )
            }
        )
