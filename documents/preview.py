"""A document template as the library will show it, for those who may edit it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from documents.models import DocumentTemplate, DocumentVersion

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PreviewedVersion:
    """A version; `note` says why its window keeps it from readers, and is empty while the window is open."""

    version: DocumentVersion
    note: str


def previewed_versions(template: DocumentTemplate, *, language: str) -> list[PreviewedVersion]:
    """All versions of a template or of its draft, in the library's order: also those to come and those past.

    Parameters:
        language: of the reader; versions in it where there are any, otherwise what there is.
    """
    found = sorted(template.versions.all(), key=_newest_first)
    understood = [version for version in found if version.language == language]
    return [PreviewedVersion(version, _note(version)) for version in understood or found]


def _newest_first(version: DocumentVersion) -> tuple[float, int]:
    begin = version.go_live_at or BEFORE_ALL
    return -begin.timestamp(), -(version.pk or 0)


def _note(version: DocumentVersion) -> str:
    now = timezone.now()
    if version.expire_at and version.expire_at <= now:
        return _("No longer shown")
    if version.go_live_at and version.go_live_at > now:
        return _("Not shown yet")
    return ""
