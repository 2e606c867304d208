"""Panels of the editors of pages and of document templates."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from ebok.core.windows import window_in_words


class ScheduleInWordsPanel(Panel):
    """Says in words when a page or version goes live and when it ends; nothing while it has no window."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "documents/admin/schedule_in_words.html"

        def is_shown(self) -> bool:
            return bool(self.instance.go_live_at or self.instance.expire_at)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["sentences"] = window_in_words(
                go_live_at=self.instance.go_live_at, expire_at=self.instance.expire_at
            )
            return context
