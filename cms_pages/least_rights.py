"""Where Wagtail names more than somebody's rights reach: its pick lists, its API and one question.

It asks for rights before something is changed, but tells titles to whoever may enter the CMS: a reader of
letters, an editor of one part. Document templates and bulk acts have their own: `documents.pick_lists`,
`templates/wagtailadmin/bulk_actions`.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy, policy_registry

from cms_pages import visibility

ON_FILES = {"add", "change", "delete", "choose"}


def pages_of(user: Any) -> Any:
    """Pages that somebody has any right to, and those above them."""
    return page_permission_policy.explorable_instances(user)


def choosable_pages(pages: Any, request: HttpRequest) -> Any:
    """Of a pick list's pages those that the reader has a right to, or that everybody may see.

    Raises:
        Http404: the page whose subpages are asked for is none of them.
    """
    named = request.resolver_match.kwargs.get("parent_page_id") if request.resolver_match else None
    own, public = pages_of(request.user), visibility.public_pages()
    found = Page.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=public.values("pk")))
    if named is not None and not found.filter(pk=named).exists():
        raise Http404("No such page to choose from.")
    return pages.filter(pk__in=found.values("pk"))


def refuse_foreign_move(request: HttpRequest, page: Page, destination: Page) -> None:
    """Before the question whether a page shall be moved: may it be, by this person?

    Raises:
        PermissionDenied: no.
    """
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


class OwnDocuments(DocumentsAdminAPIViewSet):
    """Documents of collections that the reader has a right to."""

    def get_queryset(self) -> Any:
        return _own(super().get_queryset(), self.request.user)


class OwnImages(ImagesAdminAPIViewSet):
    """Images of collections that the reader has a right to."""

    def get_queryset(self) -> Any:
        return _own(super().get_queryset(), self.request.user)


def answer_by_rights(router: Any) -> None:
    """Takes the place of Wagtail's own views in the API of the CMS."""
    router.register_endpoint("documents", OwnDocuments)
    router.register_endpoint("images", OwnImages)


def _own(rows: Any, user: Any) -> Any:
    """As a subquery, which search can filter by."""
    policy = policy_registry.get_by_type(rows.model)
    return rows.filter(pk__in=policy.instances_user_has_any_permission_for(user, ON_FILES).values("pk"))
