"""Durable and periodic work of the content: letters of the contact form go out by mail, and are forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from cms_pages.contact.services import MAIL_KIND, forget_letters
from cms_pages.models.contact import ContactMessage
from ebok.outbox.handlers import handles


@handles(MAIL_KIND)
def send_letter(payload: Mapping[str, Any]) -> None:
    """Mail a letter to its department; a letter deleted meanwhile, or sent already, is no work.

    Raises:
        OSError, smtplib.SMTPException: the mail server is away; the outbox tries again.
    """
    letter = ContactMessage.objects.filter(pk=payload["letter"], mailed_at=None).first()
    if letter is None:
        return
    EmailMessage(
        subject=_("Letter from the site: %(department)s") % {"department": letter.department},
        body=render_to_string("messages/contact_letter.txt", {"letter": letter}),
        to=[letter.recipient],
        reply_to=[letter.email] if letter.email else None,
        headers={"Message-ID": f"<letter-{letter.token}@ebok>", "Auto-Submitted": "auto-generated"},
    ).send()
    ContactMessage.objects.filter(pk=letter.pk).update(mailed_at=timezone.now())


@shared_task(name="content.forget_letters")
def forget_old_letters(**later: object) -> None:
    """Delete letters that are older than `CONTACT_LETTERS_KEEP_DAYS`."""
    forget_letters(before=timezone.now() - timedelta(days=settings.CONTACT_LETTERS_KEEP_DAYS))
