"""Letters of invitations, written by workers: the secret of a link stands in the letter alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ebok.core.periods import day_in_words, instant_in_words
from ebok.outbox.handlers import handles
from selfservice.access.invitations.models import Invitation, InvitationState
from selfservice.access.invitations.tokens import digest_of
from selfservice.access.masking import masked
from selfservice.identity.mail import Letter, LetterKind, send, tell
from selfservice.identity.models import User

INVITED = "invitations.invited"
DECLINED = "invitations.declined"


@handles(INVITED)
def send_invitation(payload: Mapping[str, Any]) -> None:
    """To the person who is invited, whether or not he has a sign-in.

    Raises:
        TemporaryError: the mail server does not take it now.
    """
    invitation = Invitation.objects.filter(pk=payload["invitation"]).select_related("invited_by").first()
    if invitation is None or invitation.state != InvitationState.PENDING:
        return
    if invitation.expires_at <= timezone.now():
        return
    if digest_of(invitation.token) != invitation.token_digest:  # the secret key changed since
        Invitation.objects.filter(pk=invitation.pk).update(token_digest=digest_of(invitation.token))
    reader = User.objects.filter(email=invitation.email).first()
    language = reader.language if reader else invitation.invited_by.language
    with translation.override(language):
        letter = _invitation(invitation)
        if reader is None or not reader.is_active:
            send(to=invitation.email, letter=letter)
        else:
            tell(user=reader, letter=letter, kind=LetterKind.ACCESS, key=f"{INVITED}:{invitation.pk}")


@handles(DECLINED)
def send_refusal(payload: Mapping[str, Any]) -> None:
    """To the inviter.

    Raises:
        TemporaryError: the mail server does not take it now.
    """
    invitation = Invitation.objects.filter(pk=payload["invitation"]).select_related("invited_by").first()
    if invitation is None or not invitation.invited_by.is_active:
        return
    with translation.override(invitation.invited_by.language):
        letter = Letter(
            subject=_("Your invitation was declined"),
            paragraphs=[_("The person you invited to your customer account does not want the access.")],
            facts=[(_("Who"), masked(invitation.email)), (_("Customer account"), numbers_of(invitation))],
        )
        tell(
            user=invitation.invited_by,
            letter=letter,
            kind=LetterKind.ACCESS,
            key=f"{DECLINED}:{invitation.pk}",
        )


def numbers_of(invitation: Invitation) -> str:
    """Account numbers of an invitation in one line."""
    return ", ".join(invitation.accounts.order_by("account_no").values_list("account_no", flat=True))


def _invitation(invitation: Invitation) -> Letter:
    """Without the purpose: what customers type never goes by our letters to strangers."""
    return Letter(
        subject=_("You are invited to help with a customer account"),
        paragraphs=[
            _("%(inviter)s offers you access to a customer account in our electronic office.")
            % {"inviter": invitation.invited_by.email},
            _("Sign in with this e-mail address, or create an account with it, and then decide."),
        ],
        facts=[
            (_("Customer account"), numbers_of(invitation)),
            (_("What you may do"), str(invitation.get_level_display())),
            (_("Access until"), day_in_words(invitation.last_day)),
            (_("Answer by"), instant_in_words(invitation.expires_at)),
        ],
        path=reverse("portal:link"),
        secret_path=reverse("portal:invitation", args=[invitation.token]),
        link_text=_("Read the invitation"),
        warning=_("If you do not know who this is, do nothing: without your consent nothing happens."),
    )
