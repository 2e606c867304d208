"""Questions about the library of document templates."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Min, Q


def _open_at(at: datetime) -> Q:
    started = Q(go_live_at=None) | Q(go_live_at__lte=at)
    not_over = Q(expire_at=None) | Q(expire_at__gt=at)
    return started & not_over


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    """Versions by their own publication window."""

    def visible(self, *, at: datetime) -> Self:
        """Versions whose window is open at an instant: from its first moment until before its end."""
        return self.filter(_open_at(at))

    def in_language(self, language: str) -> Self:
        """Versions written in a language ("pl", "en")."""
        return self.filter(language=language)

    def for_library(self) -> Self:
        """With template and case in one query, in the order of the library: newest version first."""
        return self.select_related("template__case").order_by(
            "template__case__order",
            "template__case__name",
            "template__title",
            F("go_live_at").desc(nulls_last=True),
            "-pk",
        )

    def next_change(self, *, after: datetime) -> datetime | None:
        """The first instant after `after` at which some window opens or closes; None if none will.

        A page that shows versions must not be kept by a cache beyond it.
        """
        bounds = self.aggregate(
            opens=Min("go_live_at", filter=Q(go_live_at__gt=after)),
            closes=Min("expire_at", filter=Q(expire_at__gt=after)),
        )
        return min((at for at in bounds.values() if at is not None), default=None)


class DocumentTemplateQuerySet(models.QuerySet["DocumentTemplate"]):
    """Templates that have something to show."""

    def visible(self, *, at: datetime) -> Self:
        """Templates with at least one version whose window is open at an instant."""
        from documents.models import DocumentVersion

        versions = DocumentVersion.objects.filter(template=models.OuterRef("pk")).visible(at=at)
        return self.filter(models.Exists(versions))
