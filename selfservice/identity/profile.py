"""What a person tells the portal about himself."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from selfservice.identity import letters
from selfservice.identity.events import record_own
from selfservice.identity.models import User


@transaction.atomic
def change_profile(*, user: User, display_name: str, phone: str, language: str) -> list[str]:
    """Keep the new values; returns the names of the fields that changed. A new phone is told by letter.

    Parameters:
        phone: as `phones.clean_phone` gives it, or "".
        language: "pl" or "en", of letters.
    """
    wanted = {"display_name": display_name, "phone": phone, "language": language}
    row = User.objects.select_for_update().get(pk=user.pk)
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(user, name, wanted[name])
    user.save(update_fields=changed)
    record_own("identity.profile_changed", user, fields=changed)
    if "phone" in changed:
        key = f"{user.pk}:{timezone.now().isoformat()}"
        letters.post(letter="identity.phone_changed", user_id=user.pk, key=key)
    return changed
