"""Texts of allauth that our catalogue translates in its own words; collected from here, used by allauth."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TEXTS = (
    _("Forgot your password?"),
    _("Please type your current password."),
    _("The email address and/or password you specified are not correct."),
)
