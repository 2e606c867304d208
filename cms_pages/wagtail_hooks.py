"""Where our rules enter Wagtail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from cms_pages import visibility
from cms_pages.admin_views import PublicationCalendar
from cms_pages.conflicts import refuse_stale_save, remember_own_autosave
from cms_pages.file_access import refuse_what_nobody_shows
from cms_pages.least_rights import answer_by_rights, choosable_pages, refuse_foreign_move
from cms_pages.letters import Letters, letters
from cms_pages.public_content import public_content
from cms_pages.rich_text import OpenDocumentLinks
from cms_pages.script_texts import script_texts

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponseBase]


@hooks.register("before_serve_page")
def refuse_what_is_not_public(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """404 outside the publication window and for audiences behind sign-in, whatever the scheduler does."""
    if not visibility.is_visible(page):
        raise Http404(f"Page {page.pk} is not visible now.")


# After Wagtail's own check of view restrictions, which has order 0 and so stands around this one.
@hooks.register("on_serve_page", order=10)
def serve_for_everybody(serve: Serve) -> Serve:
    """Pages without view restrictions are public content and may enter the page cache."""

    def inner(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or visibility.is_restricted(page):
            return serve(page, request, args, kwargs)
        understood = page if _is_whole_page(args) else None
        return public_content(
            request,
            lambda: serve(page, request, args, kwargs),
            choices=getattr(understood, "choice_parameters", frozenset()),
            free=getattr(understood, "free_parameters", frozenset()),
        )

    return inner


def _is_whole_page(args: Any) -> bool:
    """The page itself, not an address below it such as its feed; only the former takes parameters."""
    return not args or getattr(args[0], "__name__", "") == "index_route"


# After Wagtail's own check of the collection, which has order 0.
hooks.register("before_serve_document", refuse_what_nobody_shows, order=10)


# After Wagtail's own handler, which this one takes the place of.
@hooks.register("register_rich_text_features", order=10)
def link_open_files_only(features: Any) -> None:
    """Links to files in running text obey the same rule as blocks of files."""
    features.register_link_type(OpenDocumentLinks)


# After Wagtail's own views, whose place they take.
hooks.register("construct_admin_api", answer_by_rights, order=10)
hooks.register("construct_page_chooser_queryset", choosable_pages)
hooks.register("before_move_page", refuse_foreign_move)
hooks.register("before_edit_page", refuse_stale_save)
hooks.register("after_edit_page", remember_own_autosave)


@hooks.register("register_admin_urls")
def add_publication_calendar() -> list[URLPattern]:
    """Under the CMS, so behind its guard and its check of rights."""
    return [path("publication-calendar/", PublicationCalendar.as_view(), name="publication_calendar")]


# Before Wagtail's own address of the same path, which stands after all of these.
@hooks.register("register_admin_urls")
def add_our_texts_for_scripts() -> list[URLPattern]:
    """Wagtail's scripts find our words beside its own."""
    return [path("jsi18n/", script_texts)]


@hooks.register("register_admin_menu_item")
def add_publication_calendar_to_menu() -> MenuItem:
    """For everybody who works in the CMS."""
    return MenuItem(
        _("Publication calendar"), reverse("publication_calendar"), icon_name="calendar-alt", order=220
    )


@hooks.register("register_admin_viewset")
def add_letters() -> Letters:
    """Letters of the contact form."""
    return letters
