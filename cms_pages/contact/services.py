"""Taking a letter: stored first, then sent on by mail, each exactly once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms_pages.models.contact import ContactMessage, Department
from cms_pages.queries import office_settings
from ebok.audit.services import record
from ebok.outbox.services import enqueue

MAIL_KIND = "content.contact_mail"


def take_letter(
    *, token: str, department: Department | None, name: str, email: str, phone: str, text: str
) -> ContactMessage:
    """Store a letter and have it sent to the department; the same token again changes nothing.

    Parameters:
        token: unique text of the form it came in.
        department: where it goes; None means the office's own address.
    """
    facts: dict[str, Any] = {
        "sent_at": timezone.now(),
        "department": department.name if department else "",
        "recipient": (department.email if department else "") or office_settings().email,
        "name": name,
        "email": email,
        "phone": phone,
        "text": text,
    }
    with transaction.atomic():
        letter, is_new = ContactMessage.objects.get_or_create(token=token, defaults=facts)
        if is_new and letter.recipient:
            enqueue(kind=MAIL_KIND, key=str(letter.pk), payload={"letter": letter.pk})
    return letter


@transaction.atomic
def forget_letters(*, before: datetime) -> int:
    """Delete letters that came before an instant; returns how many. The event log keeps the number."""
    count, _tables = ContactMessage.objects.filter(sent_at__lt=before).delete()
    if count:
        record(action="content.letters_forgotten", actor_role="system", details={"letters": count})
    return count
