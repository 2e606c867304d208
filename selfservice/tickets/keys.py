"""What makes a sent form unique: the form's own text together with who sent it."""

from __future__ import annotations

from django.utils.crypto import get_random_string, salted_hmac

SALT = "ebok.tickets.request"


def new_token() -> str:
    """A fresh text for the hidden field of a form."""
    return get_random_string(22)


def request_key(*, token: str, sender: str, content: str = "") -> str:
    """The key under which what the form brings is kept, 64 hex digits.

    It is bound to the sender: somebody else's token never leads to somebody else's ticket. And to what
    was written: whoever goes back and writes something else has not sent the same form twice.

    Parameters:
        token: of the form's hidden field; "" for acts that no form can repeat.
        sender: such as "user:17" or "guest:somebody@example.org".
        content: what was typed.
    """
    text = "|".join((sender, token or new_token(), content))
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()
