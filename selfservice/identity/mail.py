"""Letters: what one says, how it is mailed, and that somebody's inbox hears of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.dispatch import Signal
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from cms_pages.queries import office_settings
from ebok.outbox.errors import TemporaryError

if TYPE_CHECKING:
    from selfservice.identity.models import User

# Sent with user, letter, kind, key and account_no, in the reader's language, before the mail goes.
told = Signal()


class LetterKind(models.TextChoices):
    """What a letter is about."""

    SIGN_IN = "sign_in", _("safety of the sign-in")
    ACCESS = "access", _("people with access")
    DATA = "data", _("my data and consents")
    READINGS = "readings", _("meter readings")
    SCHEDULE = "schedule", _("service schedule")
    CASES = "cases", _("my cases")
    INTERRUPTIONS = "interruptions", _("interruptions of supply")


@dataclass(frozen=True, slots=True)
class Letter:
    """What one letter says, in words of the language that is active.

    Parameters:
        subject: one line; also the heading.
        paragraphs: plain sentences.
        facts: (what, value) pairs below them.
        path, link_text: a button that leads to this page of ours.
        secret_path: where the button of the mail leads instead: a link that opens something. It is in the
            mail alone and never kept.
        warning: what to do if something is wrong.
    """

    subject: str
    paragraphs: list[str]
    facts: list[tuple[str, str]] = field(default_factory=list)
    path: str = ""
    link_text: str = ""
    secret_path: str = ""
    warning: str = ""

    @property
    def link(self) -> str:
        """The address on the mail's button; "" for none."""
        path = self.secret_path or self.path
        return f"{settings.SITE_URL}{path}" if path else ""

    @property
    def text(self) -> str:
        """All that it says but for the heading, without any link."""
        facts = "\n".join(f"{what}: {value}" for what, value in self.facts)
        return joined([*self.paragraphs, facts, self.warning])


def joined(paragraphs: Iterable[str]) -> str:
    """Those that say something, with an empty line between them."""
    return "\n\n".join(text.strip() for text in paragraphs if text.strip())


def tell(
    *,
    user: User,
    letter: Letter,
    kind: str,
    key: str,
    account_no: str = "",
    headers: Mapping[str, str] | None = None,
) -> None:
    """One letter to somebody with a sign-in: into his inbox, and by mail. Called by workers of the outbox.

    Parameters:
        kind: a `LetterKind`.
        key: the same for the same cause and reader, so that work done again keeps one message.
        account_no: the customer account it is about; "" for what is the reader's own.
        headers: further ones of the mail.

    Raises:
        TemporaryError: the mail server does not take it now; the inbox has it already.
    """
    announce(user=user, letter=letter, kind=kind, key=key, account_no=account_no)
    send(to=user.email, letter=letter, headers=headers)


def announce(*, user: User, letter: Letter, kind: str, key: str, account_no: str = "") -> None:
    """Into the inbox alone, where the mail goes by a way of its own. Parameters: as `tell`."""
    told.send(sender=Letter, user=user, letter=letter, kind=kind, key=key, account_no=account_no)


def send(*, to: str, letter: Letter, headers: Mapping[str, str] | None = None) -> None:
    """Mail one letter as text and HTML, to whom it may concern.

    Raises:
        TemporaryError: the mail server does not take it now.
    """
    facts = {"letter": letter, "office": office_settings()}
    send_made(to=to, subject=letter.subject, template="messages/plain", facts=facts, headers=headers)


def send_made(
    *, to: str, subject: str, template: str, facts: dict[str, Any], headers: Mapping[str, str] | None = None
) -> None:
    """Mail what templates of its own make, where a `Letter` cannot say it.

    Parameters:
        template: path without ending; there is one of text and one of HTML.
        headers: such as those that tie the mails of one thread together.

    Raises:
        TemporaryError: the mail server does not take it now.
    """
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"{template}.txt", facts).strip(),
        to=[to],
        headers=dict(headers or {}),
    )
    message.attach_alternative(render_to_string(f"{template}.html", facts), "text/html")
    try:
        message.send()
    except OSError as error:
        raise TemporaryError(type(error).__name__) from error
