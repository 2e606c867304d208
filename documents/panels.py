"""Panels of the editors of pages and of document templates."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from wagtail.admin.panels import InlinePanel, Panel

from ebok.core.windows import window_in_words


class RowsPanel(InlinePanel):
    """Rows of a page or snippet, with a button that says in full what it adds.

    Wagtail would put "Add" before the name of a row, which in Polish needs another case then.

    Parameters:
        add_text: such as "Add a street".
    """

    def __init__(self, *args: Any, add_text: str | Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_text = add_text

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "add_text": self.add_text}

    class BoundPanel(InlinePanel.BoundPanel):
        template_name = "documents/admin/rows_panel.html"


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
