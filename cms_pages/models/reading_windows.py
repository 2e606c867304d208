"""When the office takes readings of meters: a site setting, one row a service and season."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from documents.panels import RowsPanel

SERVICES = [
    ("water", _("Water")),
    ("sewage", _("Sewage")),
    ("heat", _("Heat")),
    ("power", _("Power")),
    ("gas", _("Gas")),
    ("housing", _("Housing")),
]
MONTHS = [
    (1, _("January")),
    (2, _("February")),
    (3, _("March")),
    (4, _("April")),
    (5, _("May")),
    (6, _("June")),
    (7, _("July")),
    (8, _("August")),
    (9, _("September")),
    (10, _("October")),
    (11, _("November")),
    (12, _("December")),
]
DAY_OF_MONTH = [MinValueValidator(1), MaxValueValidator(31)]


@register_setting(icon="calendar-alt")
class ReadingSettings(ClusterableModel, BaseSiteSetting):
    """The windows of one site."""

    panels: ClassVar = [
        HelpPanel(
            content=_(
                "Meters of a service without a row here are read at any time. Sub-meters follow rows of "
                "their own; without one they follow the service's rows."
            )
        ),
        RowsPanel("windows", heading=_("Windows"), label=_("window"), add_text=_("Add a window")),
    ]

    class Meta:
        verbose_name = _("reading windows")

    def __str__(self) -> str:
        return str(_("reading windows"))


class ReadingWindow(models.Model):
    """Days of every month, or of one month of the year, on which readings are taken."""

    settings = ParentalKey(ReadingSettings, on_delete=models.CASCADE, related_name="windows")
    service = models.CharField(_("service"), max_length=16, choices=SERVICES)
    sub_meters = models.BooleanField(_("sub-meters only"), default=False)
    month = models.PositiveSmallIntegerField(
        _("month"), choices=MONTHS, null=True, blank=True, help_text=_("Empty: every month.")
    )
    first_day = models.PositiveSmallIntegerField(_("first day"), default=1, validators=DAY_OF_MONTH)
    last_day = models.PositiveSmallIntegerField(
        _("last day"), default=31, validators=DAY_OF_MONTH, help_text=_("31: the end of the month.")
    )

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("service"), FieldPanel("sub_meters")]),
        FieldRowPanel([FieldPanel("month"), FieldPanel("first_day"), FieldPanel("last_day")]),
    ]

    class Meta:
        verbose_name = _("reading window")
        ordering: ClassVar = ["service", "sub_meters", "month", "first_day", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(first_day__gte=1, last_day__lte=31, first_day__lte=F("last_day")),
                name="content_window_days",
            ),
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(month__gte=1, month__lte=12), name="content_window_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.first_day}-{self.last_day}"
