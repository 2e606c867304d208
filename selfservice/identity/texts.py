"""Letters about the sign-in itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selfservice.identity.letters import Notice

LETTERS = {
    "identity.phone_changed": Notice(
        _("The phone of your sign-in was changed"),
        _("If it was not you, change your password at once and tell the office."),
    ),
    "identity.email_change_asked": Notice(
        _("A new e-mail address was asked for"),
        _(
            "Somebody who is signed in as you asked to sign in with another address. Until that address is "
            "confirmed, nothing changes. If it was not you, change your password at once."
        ),
    ),
    "identity.email_changed": Notice(
        _("You sign in with this address now"),
        _("The e-mail address of your sign-in was changed to this one. The old one was told, too."),
    ),
}
