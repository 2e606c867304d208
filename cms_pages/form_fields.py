"""Form fields of the CMS."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateTimeInput

from ebok.core.periods import from_local


class OfficeDateTimeField(forms.DateTimeField):
    """A date and time on the office's clock.

    Django refuses times of the nights when clocks change; here they mean the first instant at which
    clocks in Warsaw show that time or later.
    """

    def to_python(self, value: Any) -> datetime | None:
        """What was typed, as an instant in UTC."""
        if isinstance(value, datetime) and timezone.is_aware(value):
            return value
        with timezone.override(UTC):  # only to read the digits: in UTC every time exists once
            typed = super().to_python(value)
        return from_local(typed.replace(tzinfo=None)) if typed else None


def use_office_clock() -> None:
    """Let every date and time in the CMS be read this way."""
    register_form_field_override(
        models.DateTimeField, override={"form_class": OfficeDateTimeField, "widget": AdminDateTimeInput}
    )
