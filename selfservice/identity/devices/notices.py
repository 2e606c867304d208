"""The letter about a sign-in in a browser that was never seen before."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ebok.audit.models import AuditEntry
from selfservice.identity import letters
from selfservice.identity.events import record_own

LETTERS = {
    "devices.new_device": letters.Notice(
        _("Somebody signed in on a new device"),
        _("Somebody signed in to your account in a browser that we had not seen before."),
        link_text=_("See where you are signed in"),
        page="devices",
    )
}


def tell_new_device(*, user: Any, browser: str) -> None:
    """Post the letter, unless it is the very first sign-in: then every browser is new.

    The caller knows that the browser carries no mark of an earlier sign-in of this person; from now on
    it does, so the letter comes once for a device.
    """
    earlier = AuditEntry.objects.filter(
        object_type="user", object_id=str(user.pk), action="identity.signed_in"
    )
    if len(earlier.values_list("pk", flat=True)[:2]) < 2:
        return
    entry = record_own("devices.new_device", user, browser=browser)
    letters.post(letter="devices.new_device", user_id=user.pk, key=str(entry.pk))
