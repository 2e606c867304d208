from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions


class PasswordsConfig(AppConfig):
    name = "selfservice.identity.passwords"
    label = "passwords"

    def ready(self) -> None:
        from selfservice.identity.passwords import checks  # noqa: F401
        from selfservice.identity.passwords.online import connect

        connect()
        actions.register(
            {
                "passwords.check_postponed": _("Set a password that could not be compared with leaks yet"),
                "passwords.found_leaked": _("Signed in with a password that is known from a leak"),
            }
        )
