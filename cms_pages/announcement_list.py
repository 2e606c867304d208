"""The list of announcements: filter by kind, area and date; archive; pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from cms_pages.models.announcement_rows import AnnouncementArea
from cms_pages.models.announcements import AnnouncementIndexPage, AnnouncementPage
from cms_pages.models.choices import Kind
from cms_pages.querysets import AnnouncementQuerySet, Narrowed

PER_PAGE = 20
# Days outside have no midnight in some time zone, and no announcement is from then.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


class AnnouncementFilter(forms.Form):
    """Filter of the list, sent by GET."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *Kind.choices], required=False)
    area = forms.ChoiceField(label=_("Supply area"), required=False)

    def __init__(self, *args: Any, areas: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["area"]
        field.choices = [("", _("All areas")), *((code, name or code) for code, name in areas.items())]
        if not areas:
            del self.fields["area"]
        for name, label in (("from", _("From day")), ("to", _("To day"))):
            self.fields[name] = forms.DateField(
                label=label,
                required=False,
                widget=forms.DateInput(attrs={"type": "date"}),
                validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
            )
        self.fields["archive"] = forms.ChoiceField(
            label=_("Show"), choices=[("", _("Present ones")), ("1", _("Archive"))], required=False
        )

    def clean(self) -> dict[str, Any]:
        """The first day does not lie after the last one."""
        chosen = self.cleaned_data
        first, last = chosen.get("from"), chosen.get("to")
        if first and last and last < first:
            self.add_error("to", _("The last day lies before the first one."))
        return chosen


def announcement_list(*, page: AnnouncementIndexPage, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Context of the list page.

    Parameters:
        page: the list; announcements below it are shown.
        parameters: `kind`, `area`, `from`, `to` (YYYY-MM-DD), `archive` (1) and `page` (1, 2, ...).

    Raises:
        Http404: there is no such page of the list, kind or area.
    """
    readable = AnnouncementPage.objects.public().child_of(page)
    areas = _areas(readable)
    form = AnnouncementFilter(parameters, areas=areas)
    if parameters.get("area", "") not in {"", *areas}:
        raise Http404("The list has no such area.")
    if not form.is_valid() and {"kind", "archive"} & form.errors.keys():
        raise Http404("The list has no such filter.")
    found = narrowed(readable, **_chosen(form.cleaned_data))
    number = parameters.get("page") or "1"
    paginator = Paginator(found.urgent_first(), PER_PAGE)
    if not number.isdecimal() or not 1 <= int(number[:6]) <= paginator.num_pages:
        raise Http404(f"The list has no page {number[:10]}.")
    shown = paginator.page(int(number))
    kept = {name: value for name, value in parameters.items() if name != "page" and value}
    return {
        "form": form,
        "announcements": shown.object_list,
        "newer_url": _link(kept, shown.number - 1) if shown.has_previous() else "",
        "older_url": _link(kept, shown.number + 1) if shown.has_next() else "",
        "is_filtered": bool(kept),
        "is_archive": bool(form.cleaned_data.get("archive")),
        "feed_url": page.url + page.reverse_subpage("feed"),
        "calendar_url": page.url + page.reverse_subpage("calendar"),
    }


def narrowed(
    announcements: AnnouncementQuerySet,
    *,
    kind: str = "",
    area: str = "",
    first: date | None = None,
    last: date | None = None,
    archive: bool = False,
) -> Narrowed:
    """Announcements of a kind, in an area, first published between two days (both included)."""
    found = announcements.published_between(first, last)
    if kind:
        found = found.of_kinds(kind)
    if area:
        found = found.in_areas([area])
    if archive:
        return found.archived()
    return found if first or last else found.not_archived()


def day_from(text: str) -> date | None:
    """`2026-11-21` as a day of the years 1900 to 2200; None for anything else."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and FIRST_DAY <= day <= LAST_DAY else None


def _chosen(cleaned: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": cleaned.get("kind", ""),
        "area": cleaned.get("area", ""),
        "first": cleaned.get("from"),
        "last": cleaned.get("to"),
        "archive": bool(cleaned.get("archive")),
    }


def _areas(readable: AnnouncementQuerySet) -> dict[str, str]:
    """Code to name, in the order of names; of several names of one code the newest page's counts."""
    rows = AnnouncementArea.objects.filter(page__in=readable.values("pk")).order_by("page")
    names = dict(rows.values_list("area_code", "area_name"))
    return dict(sorted(names.items(), key=lambda area: (area[1], area[0])))


def _link(kept: dict[str, str], number: int) -> str:
    return "?" + urlencode({**kept, "page": number})
