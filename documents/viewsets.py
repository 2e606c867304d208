"""What lists of snippets have in common."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from wagtail.snippets.views.snippets import SnippetViewSet

from documents.pick_lists import PickList


class OfficeSnippets(SnippetViewSet):
    """Snippets whose list says in full what its button adds; only who has a right to them picks them.

    Wagtail would put "Add" before the name of the model, which in Polish needs another case then.

    `add_text`: such as "Add a case".
    """

    add_text: str | Promise
    chooser_viewset_class = PickList

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_index_view_kwargs(add_item_label=self.add_text, **kwargs)
        return found
