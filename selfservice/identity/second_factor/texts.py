"""Sentences of the second factor for the event log and for letters."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selfservice.identity.letters import Notice

ACTIONS: dict[str, str | Promise] = {
    "second_factor.set_up": _("Switched a second factor on"),
    "second_factor.removed": _("Switched the second factor off"),
    "second_factor.codes_renewed": _("Made new recovery codes"),
    "second_factor.recovery_code_used": _("Used a recovery code"),
    "second_factor.failed": _("Gave a wrong code of the second factor"),
    "second_factor.device_trusted": _("Trusted a browser without a code"),
    "second_factor.device_forgotten": _("Took trust back from a browser"),
    "second_factor.removal_asked": _("Asked to remove somebody's second factor"),
    "second_factor.removal_approved": _("Approved the removal of somebody's second factor"),
    "second_factor.removal_refused": _("Refused the removal of somebody's second factor"),
}

LETTERS = {
    "second_factor.set_up": Notice(
        _("Your sign-in now asks for a code"),
        _("A second factor was set up for your sign-in. Keep the recovery codes in a safe place."),
    ),
    "second_factor.removed": Notice(
        _("Your sign-in no longer asks for a code"),
        _("The second factor of your sign-in was switched off. Only the password protects it now."),
    ),
    "second_factor.codes_renewed": Notice(
        _("New recovery codes"), _("New recovery codes were made for your sign-in. The old ones are void.")
    ),
    "second_factor.recovery_code_used": Notice(
        _("A recovery code was used"),
        _("Somebody signed in to your account with the password and one of your recovery codes."),
    ),
    "second_factor.removal_asked": Notice(
        _("Somebody asked us to switch your second factor off"),
        _("A clerk was asked to remove the second factor of your sign-in; a colleague has to agree first."),
    ),
    "second_factor.guessing": Notice(
        _("Somebody is guessing your codes"),
        _("Somebody who knows your password typed wrong codes many times. Set a new password now."),
    ),
}
