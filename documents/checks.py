"""Explains a wrong installation at start-up."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured

from documents.storage.address import FORMS, Folder, parsed


@register()
def storage_is_named(**_: Any) -> list[CheckMessage]:
    """`STORAGE_URL` names a store, and the ways of sending files fit it."""
    try:
        store = parsed(settings.STORAGE_URL)
    except ImproperlyConfigured as error:
        return [Error(str(error), hint=f"Set STORAGE_URL to {FORMS}.", id="documents.E001")]
    if settings.DOWNLOADS_X_ACCEL_PREFIX and not isinstance(store, Folder):
        return [
            Warning(
                "DOWNLOADS_X_ACCEL_PREFIX is set, but private files lie in a bucket.",
                hint="nginx cannot send them. Unset it, or set DOWNLOADS_BY_LINK=1.",
                id="documents.W001",
            )
        ]
    return []


@register()
def private_files_are_not_public(**_: Any) -> list[CheckMessage]:
    """No private file lies where a web server looks for public ones."""
    try:
        store = parsed(settings.STORAGE_URL)
    except ImproperlyConfigured:
        return []
    if not isinstance(store, Folder):
        return []
    public = [root for root in (settings.MEDIA_ROOT, settings.STATIC_ROOT) if root]
    if any(store.root.is_relative_to(root) for root in public):
        return [
            Error(
                "Private files lie inside MEDIA_ROOT or STATIC_ROOT, which are served to everybody.",
                hint="Give STORAGE_URL a folder of its own.",
                id="documents.E002",
            )
        ]
    return []
