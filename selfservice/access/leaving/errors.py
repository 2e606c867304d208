"""Why a sign-in cannot be closed, in words for the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selfservice.access.errors import AccessError


class NotByOneself(AccessError):
    """People of the office do not close their sign-ins themselves."""

    message = _("You work in the office: an administrator closes your sign-in.")
