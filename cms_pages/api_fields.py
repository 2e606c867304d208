"""Fields of the reading API that need more than their column."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from rest_framework.fields import Field


class InPageLanguage(Field):
    """An attribute of the page told in the page's own language: the API's addresses have none.

    Parameters:
        attribute: name of the property that gives words, or data made of words.
    """

    def __init__(self, attribute: str) -> None:
        super().__init__(source="*", read_only=True)
        self.attribute = attribute

    def to_representation(self, value: Any) -> Any:
        """In Polish for a Polish page and in English for an English one."""
        with translation.override(value.locale.language_code):
            return getattr(value, self.attribute)
