"""Questions about the library of document templates."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from documents.models import DocumentVersion  # noqa: F401


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    """Versions by their own publication window, as far as their template is published."""

    def visible(self, *, at: datetime) -> Self:
        """Versions whose window is open at an instant: from its first moment until before its end."""
        started = Q(go_live_at=None) | Q(go_live_at__lte=at)
        not_over = Q(expire_at=None) | Q(expire_at__gt=at)
        return self.filter(started & not_over, template__live=True)

    def for_library(self) -> Self:
        """With template and case in one query, in the order of the library: newest version first."""
        return self.select_related("template__case").order_by(
            "template__case__order",
            "template__case__name",
            "template__title",
            F("go_live_at").desc(nulls_last=True),
            "-pk",
        )
