"""Notices of what happened to a sign-in or to one's data: written to the outbox with their cause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ebok.core.periods import instant_in_words
from ebok.outbox.handlers import handles
from ebok.outbox.services import enqueue
from selfservice.identity.mail import Letter, LetterKind, tell
from selfservice.identity.models import User

KIND = "identity.letter"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says, whoever reads it.

    Parameters:
        subject, text: lazy translations; they name no person and no account.
        kind: what it is about.
        link_text: what stands on the button, for notices that come with one.
        page: name of the page that the button leads to; of the customer account, where it is about one.
        secret_for: makes a path that opens something, when the mail is sent: such a link never lies in
            the outbox or in the inbox.
        warns: tells what to do if it was somebody else.
    """

    subject: str | Promise
    text: str | Promise
    kind: str = LetterKind.SIGN_IN
    link_text: str | Promise = ""
    page: str = ""
    secret_for: Callable[[User], str] | None = None
    warns: bool = True

    def path(self, *, account_no: str) -> str:
        """Where the button leads."""
        return reverse(self.page, args=[account_no] if account_no else []) if self.page else ""


_notices: dict[str, Notice] = {}


def register(notices: Mapping[str, Notice]) -> None:
    """Add notices by name, from `AppConfig.ready()`."""
    _notices.update(notices)


def post(*, letter: str, user_id: int | None, key: str, account_no: str = "") -> None:
    """Write a notice to the outbox in the caller's transaction; the same `key` posts it once only.

    Parameters:
        letter: name under which an app registered it.
        user_id: whose primary address and inbox it goes to. None posts one that the worker throws away,
            so that asking for a stranger takes as long as for a user.
        account_no: the customer account it is about; "" for none.

    Raises:
        KeyError: no app registered the notice.
    """
    _notices[letter]
    payload = {
        "letter": letter,
        "user_id": user_id,
        "at": timezone.now().isoformat(),
        "key": f"{letter}:{key}",
        "account_no": account_no,
    }
    enqueue(kind=KIND, key=f"{letter}:{key}", payload=payload)


@handles(KIND)
def deliver(payload: Mapping[str, Any]) -> None:
    """Bring one notice to its reader, in his language.

    Raises:
        TemporaryError: the mail server does not take it now.
    """
    user = User.objects.filter(pk=payload["user_id"], is_active=True).first()
    if user is None:
        return
    notice, account_no = _notices[payload["letter"]], payload.get("account_no", "")
    with translation.override(user.language):
        tell(
            user=user,
            letter=_letter(notice, user, at=parse_datetime(payload["at"]), account_no=account_no),
            kind=notice.kind,
            # What an older version wrote to the outbox has no key; its instant is as good.
            key=payload.get("key") or f"{payload['letter']}:{payload['at']}",
            account_no=account_no,
        )


def _letter(notice: Notice, user: User, *, at: datetime | None, account_no: str) -> Letter:
    return Letter(
        subject=str(notice.subject),
        paragraphs=[str(notice.text)],
        facts=[(_("When"), instant_in_words(at))] if at else [],
        path=notice.path(account_no=account_no),
        secret_path=notice.secret_for(user) if notice.secret_for else "",
        link_text=str(notice.link_text),
        warning=warning() if notice.warns else "",
    )


def warning() -> str:
    """For whoever reads of something that he did not do himself."""
    return _("If it was you, all is well. If not, set a new password at once and call us.")
