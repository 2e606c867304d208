"""Announcements: their list, and one announcement."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.search import index

from cms_pages.api_fields import InPageLanguage
from cms_pages.models.base import BasePage, ContentPage
from cms_pages.models.choices import INTERRUPTIONS, KIND_TAGS, Audience, Kind
from cms_pages.querysets import AnnouncementManager
from documents.panels import RowsPanel


class AnnouncementIndexPage(RoutablePageMixin, BasePage):
    """The list of announcements with filter, archive, Atom feed and calendar of planned works."""

    template = "public/announcements.html"
    choice_parameters = frozenset({"kind", "area", "archive", "page"})
    free_parameters = frozenset({"from", "to"})
    subpage_types: ClassVar[list[str]] = ["cms_pages.AnnouncementPage"]
    parent_page_types: ClassVar[list[str]] = ["cms_pages.HomePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of announcements")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms_pages.announcement_list import announcement_list

        context = super().get_context(request, *args, **kwargs)
        context.update(announcement_list(page=self, parameters=request.GET))
        return context

    @path("atom/", name="feed")
    def feed(self, request: HttpRequest) -> HttpResponseBase:
        """The newest announcements as an Atom feed."""
        from cms_pages.feeds import atom

        return atom(self)

    @path("ics/", name="calendar")
    def calendar(self, request: HttpRequest) -> HttpResponseBase:
        """Planned interruptions still to come, for calendar programs."""
        from cms_pages.calendars import planned_works

        return planned_works(self)


class AnnouncementPage(ContentPage):
    """One announcement; an outage or planned interruption also says where and until when."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.NEWS)
    audience = models.CharField(
        _("audience"),
        max_length=12,
        choices=Audience.choices,
        default=Audience.PUBLIC,
        help_text=_("Only announcements for everybody have an address on the public site."),
    )
    starts_at = models.DateTimeField(_("start"), null=True, blank=True)
    expected_end_at = models.DateTimeField(_("expected end"), null=True, blank=True)
    resolved_at = models.DateTimeField(
        _("resolved"), null=True, blank=True, help_text=_("When supply was back. Ends the outage.")
    )

    objects = AnnouncementManager()

    template = "public/announcement.html"
    subpage_types: ClassVar[list[str]] = []
    parent_page_types: ClassVar[list[str]] = ["cms_pages.AnnouncementIndexPage"]
    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels[:-1],
        FieldRowPanel([FieldPanel("kind"), FieldPanel("audience")]),
        FieldPanel("lead"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("expected_end_at")]),
                FieldPanel("resolved_at"),
            ],
            _("When"),
        ),
        RowsPanel("areas", heading=_("Supply areas"), label=_("area"), add_text=_("Add an area")),
        RowsPanel("streets", heading=_("Streets"), label=_("street"), add_text=_("Add a street")),
        RowsPanel(
            "updates", heading=_("What happens, step by step"), label=_("update"), add_text=_("Add an update")
        ),
        FieldPanel("body"),
        RowsPanel(
            "attachments", heading=_("Attachments"), label=_("attachment"), add_text=_("Add an attachment")
        ),
    ]
    search_fields: ClassVar[list[Any]] = [
        *ContentPage.search_fields,
        index.FilterField("kind"),
        index.FilterField("audience"),
        index.RelatedFields(
            "streets",
            [index.SearchField("street"), index.AutocompleteField("street"), index.SearchField("city")],
        ),
    ]
    api_fields: ClassVar[list[APIField]] = [
        *ContentPage.api_fields,
        APIField("kind"),
        APIField("kind_label", serializer=InPageLanguage("kind_label")),
        APIField("state"),
        APIField("starts_at"),
        APIField("expected_end_at"),
        APIField("resolved_at"),
        APIField("places", serializer=InPageLanguage("places")),
        APIField("area_codes"),
        APIField("areas"),
        APIField("streets"),
        APIField("updates"),
        APIField("files"),
    ]

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            models.CheckConstraint(
                name="announcement_ends_after_start",
                condition=models.Q(expected_end_at__isnull=True)
                | models.Q(starts_at__isnull=True)
                | models.Q(expected_end_at__gte=models.F("starts_at")),
            )
        ]
        indexes = [models.Index(fields=["kind", "starts_at"], name="announcement_kind_start")]

    def clean(self) -> None:
        """An interruption needs a start; it cannot end before it starts."""
        super().clean()
        if self.is_interruption and not self.starts_at:
            raise ValidationError({"starts_at": _("Say when the interruption starts.")})
        if self.starts_at and self.expected_end_at and self.expected_end_at < self.starts_at:
            raise ValidationError({"expected_end_at": _("The end lies before the start.")})

    @property
    def is_interruption(self) -> bool:
        """An outage or a planned interruption, not mere news."""
        return self.kind in INTERRUPTIONS

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def tag(self) -> str:
        """Kind of status tag: `bad`, `warn`, `info` or `quiet`; `ok` when resolved."""
        return "ok" if self.state == "resolved" else KIND_TAGS[Kind(self.kind)]

    @property
    def state(self) -> str:
        """`current`, `upcoming` or `resolved`; empty when it is no interruption."""
        return self.state_at(timezone.now())

    def state_at(self, instant: datetime) -> str:
        """As `state`, at an instant. A planned interruption is over at its expected end; an outage
        lasts until somebody marks it resolved."""
        if not self.is_interruption:
            return ""
        if self.starts_at and self.starts_at > instant:
            return "upcoming"
        ends = [self.resolved_at, self.expected_end_at if self.kind == Kind.PLANNED_OUTAGE else None]
        return "resolved" if any(end and end <= instant for end in ends) else "current"

    @property
    def is_overdue(self) -> bool:
        """The expected end has passed, yet supply is not back."""
        late = self.expected_end_at and self.expected_end_at <= timezone.now()
        return self.state == "current" and bool(late)

    @property
    def tells_expected_end(self) -> bool:
        """Does the sentence on its state (`words.interruption_in_words`) name the expected end already?"""
        return not self.is_overdue and not self.resolved_at

    @property
    def published_on(self) -> datetime | None:
        """The instant readers first saw it."""
        seen: datetime | None = self.first_published_at or self.go_live_at
        return seen

    @property
    def places(self) -> str:
        """`Zatorze; Lipowa 1–40, Klonowa`: the names of the areas, then the streets."""
        areas = ", ".join(row.area_name for row in self.areas.all() if row.area_name)
        streets = ", ".join(street.in_words for street in self.streets.all())
        return "; ".join(part for part in (areas, streets) if part)

    @property
    def area_codes(self) -> list[str]:
        return [row.area_code for row in self.areas.all()]

    @property
    def last_update_at(self) -> datetime | None:
        """When something was last said about it."""
        moments: list[datetime] = [update.at for update in self.updates.all()]
        published: datetime | None = self.last_published_at
        return max(moments) if moments else published

    @property
    def public_files(self) -> list[Any]:
        """Attached documents outside private collections: for all who may read the announcement."""
        from cms_pages import attachments

        documents = [row.document for row in self.attachments.all()]
        return [document for document in documents if attachments.is_open(document)]

    @property
    def files(self) -> list[dict[str, Any]]:
        """Attachments for the API."""
        from cms_pages import attachments

        return [attachments.as_data(document) for document in self.public_files]
