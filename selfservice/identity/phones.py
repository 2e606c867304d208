"""Telephone numbers as people type them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FEWEST_DIGITS, MOST_DIGITS = 7, 15  # ITU-T E.164: at most fifteen digits
_SEPARATORS = re.compile(r"[\s()./-]+")
_NUMBER = re.compile(rf"\+?[0-9]{{{FEWEST_DIGITS},{MOST_DIGITS}}}")


def clean_phone(text: str) -> str:
    """`+48 600 100-200` as `+48600100200`; nothing typed stays nothing.

    Raises:
        ValidationError: it is no telephone number.
    """
    number = _SEPARATORS.sub("", text)
    if number and not _NUMBER.fullmatch(number):
        raise ValidationError(_("Give a telephone number, such as +48 600 100 200."), code="phone")
    return number


class PhoneField(forms.CharField):
    """A telephone number in a form; gives its digits without separators."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Telephone"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        """The number, "" for none.

        Raises:
            ValidationError: it is no telephone number, or one is needed and missing.
        """
        return clean_phone(super().clean(value))
