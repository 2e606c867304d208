"""Numbers of the billing system in addresses.

Suppliers choose their numbers freely (`FV/2026/11/00412`, `FV 12/ż`). Nothing here decides who may see
what: a number only reaches a query that is scoped to the reader's own account.
"""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import get_converters

# No control characters: PostgreSQL refuses NUL, and the rest only serves to forge log lines.
PLAIN = r"[^\x00-\x1f\x7f]"


class RecordNumberConverter:
    """A number that may hold slashes, such as an invoice's; at most as long as the exchange keeps (256)."""

    regex = PLAIN + r"{1,256}?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class AccountNumberConverter:
    """One path segment; a slash inside the number travels as `~2F`, a tilde as `~7E`."""

    regex = r"[^/\x00-\x1f\x7f]{1,64}"

    def to_python(self, value: str) -> str:
        return value.replace("~2F", "/").replace("~7E", "~")

    def to_url(self, value: str) -> str:
        return value.replace("~", "~7E").replace("/", "~2F")


def register() -> None:
    """Make `<number:...>` and `<account:...>` known to URL patterns; a second time changes nothing."""
    for converter, name in ((RecordNumberConverter, "number"), (AccountNumberConverter, "account")):
        if name not in get_converters():
            register_converter(converter, name)
