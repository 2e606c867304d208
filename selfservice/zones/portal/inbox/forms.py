"""What narrows the inbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_CHOICES = 30


class InboxFilter(forms.Form):
    """Which account, and only what is unread."""

    account = forms.CharField(label=_("Customer account"), required=False, max_length=64)
    unread = forms.BooleanField(label=_("Only unread ones"), required=False)

    def __init__(self, *args: Any, account_nos: Sequence[str], **kwargs: Any) -> None:
        """A few accounts are chosen from; of many the number is typed."""
        super().__init__(*args, **kwargs)
        if len(account_nos) < 2:
            del self.fields["account"]
        elif len(account_nos) <= MOST_CHOICES:
            choices = [("", _("all")), *((number, number) for number in account_nos)]
            self.fields["account"].widget = forms.Select(choices=choices)
