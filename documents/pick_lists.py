"""Pick lists of snippets in the CMS, for those who have some right to what they list."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from wagtail.permissions import policy_registry
from wagtail.snippets.views import chooser

RIGHTS = {"add", "change", "delete", "view"}


class AsksForRight:
    """Stands before a view of Wagtail, which would list and name snippets to whoever may enter the CMS."""

    model_class: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The view's own.

        Raises:
            PermissionDenied: the reader has no right to any snippet of the kind.
        """
        policy = policy_registry.get_by_type(self.model_class)
        if not policy.user_has_any_permission(request.user, RIGHTS):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer


class Choose(AsksForRight, chooser.ChooseView):
    """The list with its search."""


class ChooseResults(AsksForRight, chooser.ChooseResultsView):
    """The list alone."""


class Chosen(AsksForRight, chooser.SnippetChosenView):
    """One that was chosen."""


class ChosenMultiple(AsksForRight, chooser.SnippetChosenMultipleView):
    """Several that were chosen."""


class PickList(chooser.SnippetChooserViewSet):
    """Wagtail's, for those who have a right to the snippets."""

    choose_view_class = Choose
    choose_results_view_class = ChooseResults
    chosen_view_class = Chosen
    chosen_multiple_view_class = ChosenMultiple
