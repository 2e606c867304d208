"""Letters about access to customer accounts: sent by workers of the outbox, in their reader's language."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from cms_pages.queries import office_settings
from ebok.outbox.errors import TemporaryError


@dataclass(frozen=True, slots=True)
class Letter:
    """What one letter says, in words of the language that is active.

    Parameters:
        subject: one line; also the heading.
        paragraphs: plain sentences.
        facts: (what, value) pairs below them.
        link, link_text: a button that leads to this absolute address.
        warning: what to do if something is wrong.
    """

    subject: str
    paragraphs: list[str]
    facts: list[tuple[str, str]] = field(default_factory=list)
    link: str = ""
    link_text: str = ""
    warning: str = ""


def send(*, to: str, letter: Letter) -> None:
    """Send one letter as text and HTML.

    Raises:
        TemporaryError: the mail server does not take it now.
    """
    facts = {"letter": letter, "office": office_settings()}
    message = EmailMultiAlternatives(
        subject=" ".join(letter.subject.split()),
        body=render_to_string("messages/access.txt", facts).strip(),
        to=[to],
    )
    message.attach_alternative(render_to_string("messages/access.html", facts), "text/html")
    try:
        message.send()
    except OSError as error:
        raise TemporaryError(type(error).__name__) from error


def masked(email: str) -> str:
    """`m…a@example.org`: enough to recognise an address that one knows, too little to write to it."""
    name, _at, domain = email.partition("@")
    shown = f"{name[:1]}…{name[-1:]}" if len(name) > 2 else f"{name[:1]}…"
    return f"{shown}@{domain}"
