"""Views of ours inside the CMS."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms_pages import schedule
from cms_pages.calendar_of_publications import events_of_month, month_after, month_before
from ebok.core.heartbeats import last_beat
from ebok.core.windows import moment_in_words

YEARS = range(2000, 2101)


class PublicationCalendar(WagtailAdminTemplateMixin, TemplateView):
    """What goes live and ends of what one may see, month by month, and whether the scheduler is alive."""

    template_name = "cms_pages/admin/publication_calendar.html"
    page_title = _("Publication calendar")
    header_icon = "calendar-alt"
    _show_breadcrumbs = False

    def get_breadcrumbs_items(self) -> list[Any]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """`month` in the address is YYYY-MM; this month by default."""
        first = _first_day(self.request.GET.get("month", ""))
        here = reverse("publication_calendar")
        seen = last_beat(schedule.HEARTBEAT)
        silent = timezone.now() - seen if seen else None
        return {
            **super().get_context_data(**kwargs),
            "first": first,
            "events": events_of_month(first, user=self.request.user),
            "earlier_url": f"{here}?month={month_before(first):%Y-%m}",
            "later_url": f"{here}?month={month_after(first):%Y-%m}",
            "last_seen": moment_in_words(seen) if seen else "",
            "is_alive": silent is not None and silent <= schedule.ALLOWED_DELAY,
            "overdue": len(schedule.overdue(at=timezone.now())),
        }


def _first_day(text: str) -> date:
    if not text:
        return timezone.localdate().replace(day=1)
    try:
        first = datetime.strptime(text, "%Y-%m").date()
    except ValueError as error:
        raise Http404("A month is written as 2026-11.") from error
    if first.year not in YEARS:
        raise Http404("The calendar has no such year.")
    return first
