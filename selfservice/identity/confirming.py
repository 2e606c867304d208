"""Confirming an address proves that somebody reads its letters, not that he chose the password.

Whoever registers with a stranger's address would else have a working password as soon as the stranger
presses "confirm". So the password counts only in the browser that registered; anywhere else it is dropped,
and the reader of the letter chooses his own.

A change of address is confirmed by whoever asked for it, signed in. Else a stranger's sign-in would get the
reader's address when he presses "confirm", and a thief's change would outlive the password that he knew.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from selfservice.identity.models import User

REGISTERED = "registered_passwords"
# So many people of one household register in one browser before the first opens his letter.
REMEMBERED = 5


def note_registration(request: HttpRequest, stored: str) -> None:
    """Remember in the session that this password was chosen in this browser.

    Parameters:
        stored: the password as the database will keep it; its salt is nobody else's.
    """
    chosen = request.session.get(REGISTERED, [])
    request.session[REGISTERED] = [*chosen, _fingerprint(stored)][-REMEMBERED:]


def may_keep_password(request: HttpRequest, user: User) -> bool:
    """Was his password chosen in this browser, or his address proven before (then it is being changed)?"""
    return _is_in_use(user.pk) or _fingerprint(user.password) in request.session.get(REGISTERED, [])


def must_sign_in(request: HttpRequest, address: EmailAddress) -> bool:
    """Would this address come to a sign-in in use, by the press of somebody who is not signed in to it?"""
    if address.verified or request.user.pk == address.user_id:
        return False
    return _is_in_use(address.user_id)


def ask_to_sign_in(request: HttpRequest) -> None:
    """Say what is still to be done."""
    messages.info(
        request,
        _(
            "Sign in with the address that you have used so far. "
            "Then confirm the new one on the page that opens."
        ),
    )


def drop_password(request: HttpRequest, user: User) -> None:
    """Let nobody sign in with what was typed elsewhere, and say why a new password is asked for."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    messages.info(
        request,
        _(
            "The registration was begun in another browser. Choose the password here, "
            "so that nobody but you knows it."
        ),
    )


def confirm_by_reset(user: User) -> None:
    """Whoever set a password by the link of a letter reads that letter: his address is proven, too."""
    EmailAddress.objects.filter(user_id=user.pk, email=user.email).update(verified=True)


def _fingerprint(stored: str) -> str:
    return salted_hmac("ebok.identity.registration", stored, algorithm="sha256").hexdigest()


def _is_in_use(user_id: int) -> bool:
    """Was an address of this user proven before?"""
    return bool(EmailAddress.objects.filter(user_id=user_id, verified=True).exists())
