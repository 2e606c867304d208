from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class ThrottlesConfig(AppConfig):
    name = "selfservice.identity.throttles"
    label = "throttles"

    def ready(self) -> None:
        from selfservice.identity import letters
        from selfservice.identity.throttles import opening, receivers  # noqa: F401

        actions.register(
            {
                "throttles.locked": _("Sign-in was locked after too many wrong passwords"),
                "throttles.opened": _("Opened a locked sign-in"),
            }
        )
        letters.register(
            {
                "throttles.locked": letters.Notice(
                    _("Your sign-in is locked for a while"),
                    _(
                        "Somebody typed a wrong password many times, so sign-in from unknown browsers is "
                        "closed for a while. It opens by itself. If it was you, open it now."
                    ),
                    link_text=_("Open my sign-in"),
                    secret_for=opening.link_for,
                )
            }
        )
