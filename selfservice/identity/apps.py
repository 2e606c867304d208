from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from ebok.audit import actions
from ebok.audit.roles import resolve_roles_with


class IdentityConfig(AppConfig):
    name = "selfservice.identity"
    label = "identity"

    def ready(self) -> None:
        from selfservice.identity import (  # noqa: F401
            checks,
            email_change,
            letters,
            password_letters,
            signals,
        )
        from selfservice.identity.roles import create_groups, role_of_actor
        from selfservice.identity.texts import LETTERS

        actions.register(
            {
                "identity.signed_up": _("Registered"),
                "identity.email_confirmed": _("Confirmed an e-mail address"),
                "identity.signed_in": _("Signed in"),
                "identity.sign_in_failed": _("Failed to sign in"),
                "identity.proved_anew": _("Proved anew who it is"),
                "identity.signed_out": _("Signed out"),
                "identity.session_ended": _("Was signed out after the time limit"),
                "identity.person_added": _("Added a person to the office"),
                "identity.person_changed": _("Changed a person of the office or the rights"),
                "identity.person_removed": _("Removed a person from the office"),
                "identity.disabled": _("Switched a sign-in off"),
                "identity.enabled": _("Switched a sign-in on"),
                "identity.password_changed": _("Changed the password"),
                "identity.profile_changed": _("Changed name, phone or language of the sign-in"),
                "identity.email_change_asked": _("Asked to change the e-mail address"),
                "identity.email_changed": _("Changed the e-mail address"),
                "identity.password_reset": _("Set a new password by e-mail"),
            }
        )
        letters.register(LETTERS)
        resolve_roles_with(role_of_actor)
        post_migrate.connect(create_groups, sender=self, dispatch_uid="identity_groups")
