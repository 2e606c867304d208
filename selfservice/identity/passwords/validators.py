"""What a password must be, in the form Django asks for: long enough, uncommon, not leaked. Nothing else."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selfservice.identity.passwords import rechecks
from selfservice.identity.passwords.common import is_common
from selfservice.identity.passwords.errors import LeaksUnavailable
from selfservice.identity.passwords.leaks import times_leaked
from selfservice.identity.passwords.office_words import words_of_office
from selfservice.identity.roles import works_here

# Longer texts only cost hashing time.
LONGEST = 256


class LengthValidator:
    """Ten characters for customers, twelve for people of the office (setting PASSWORD_MINIMUM)."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that is too short, or too long to be typed by anybody."""
        shortest = shortest_for(user)
        if len(password) < shortest:
            message = ngettext(
                "This password is too short: it needs at least %(count)d character.",
                "This password is too short: it needs at least %(count)d characters.",
                shortest,
            )
            raise ValidationError(message, code="password_too_short", params={"count": shortest})
        if len(password) > LONGEST:
            message = _("This password is too long: at most %(count)d characters are kept.")
            raise ValidationError(message, code="password_too_long", params={"count": LONGEST})

    def get_help_text(self) -> str:
        """The sentence shown beside a password field."""
        shortest = shortest_for(None)
        return ngettext(
            "At least %(count)d character. Several words in a row are easy to remember.",
            "At least %(count)d characters. Several words in a row are easy to remember.",
            shortest,
        ) % {"count": shortest}


class CommonWordsValidator(CommonPasswordValidator):
    """Refuses Django's list of common passwords and whatever is nothing but a few common words,
    names of this office, rows of keys, years or repeats. Works without network.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that many people would try first."""
        if is_common(password, further=words_of_office()) or password.lower().strip() in self.passwords:
            message = _("Passwords like this are tried first. Add words that do not belong together.")
            raise ValidationError(message, code="password_common")

    def get_help_text(self) -> str:
        """The sentence shown beside a password field."""
        return _("Not only a name, a common word, a row of keys or a year.")


class LeakedPasswordValidator:
    """A password known from leaks is refused.

    When the source of leaks does not answer, the password is accepted, the failure logged and alarmed,
    and the user marked: the check is made up for at the next sign-in.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a leaked password."""
        try:
            count = times_leaked(password)
        except LeaksUnavailable:
            rechecks.postpone(password)
            return
        if count:
            message = _(
                "This password is known from data stolen elsewhere, so strangers will try it. Choose another."
            )
            raise ValidationError(message, code="password_leaked")

    def password_changed(self, password: str, user: Any = None) -> None:
        """Called by Django once the new password is stored."""
        rechecks.note_change(user=user, password=password)

    def get_help_text(self) -> str:
        """The sentence shown beside a password field."""
        return _("Not one that you use elsewhere.")


def shortest_for(user: Any) -> int:
    """How many characters the password of a user needs; nobody yet counts as a customer."""
    is_office = user is not None and works_here(user)
    return int(settings.PASSWORD_MINIMUM["staff" if is_office else "customer"])
