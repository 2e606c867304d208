"""Views of Wagtail that name pages whatever the reader's rights, and ours in their place."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import Page

from cms_pages.least_rights import choosable_pages, pages_of


class ChosenPages(ChosenMultipleView):
    """Several pages that were chosen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Wagtail's answer.

        Raises:
            Http404: one of them was not to be chosen by this reader, or does not exist.
        """
        wanted = set(request.GET.getlist("id"))
        known = Page.objects.filter(pk__in=[pk for pk in wanted if pk.isdecimal()])
        if choosable_pages(known, request).count() < len(wanted):
            raise Http404("No such page to choose.")
        answer: HttpResponse = super().get(request)
        return answer


class PageTypes(PageTypesUsageReportView):
    """How often each type of page is used; the page edited last is named to whoever has a right to it."""

    def decorate_paginated_queryset(self, page_types: Any) -> Any:
        """Wagtail's lines, without the pages of others."""
        lines = super().decorate_paginated_queryset(page_types)
        named = pages_of(self.request.user).filter(pk__in=[line.last_edited_page_id for line in lines])
        known = set(named.values_list("pk", flat=True))
        for line in lines:
            if line.last_edited_page_id not in known:
                line.last_edited_page = None
        return lines


# Mounted before Wagtail's own; its names lead here, too, because the addresses are the same.
urlpatterns: list[URLPattern] = [
    path("choose-page/chosen-multiple/", require_admin_access(ChosenPages.as_view())),
    path("reports/page-types-usage/", require_admin_access(PageTypes.as_view())),
    path("reports/page-types-usage/results/", require_admin_access(PageTypes.as_view(results_only=True))),
]
