"""Rows below an announcement: places, updates, files."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as now_text
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.api import APIField
from wagtail.models import Orderable

from cms_pages.area_choice import AreaInput, name_of_area
from cms_pages.models.choices import Parity
from cms_pages.street_choice import StreetInput
from ebok.core.areas import BuildingNumber, Side, Stretch


class AnnouncementArea(Orderable):
    """A supply area that the announcement concerns, by the billing system's code.

    Its name is kept beside the code, because public pages ask the billing system nothing.
    """

    page = ParentalKey("cms_pages.AnnouncementPage", on_delete=models.CASCADE, related_name="areas")
    area_code = models.CharField(_("area"), max_length=40, db_index=True)
    area_name = models.CharField(_("name of the area"), max_length=200, blank=True, editable=False)

    panels: ClassVar[list[FieldPanel]] = [FieldPanel("area_code", widget=AreaInput)]
    api_fields: ClassVar[list[APIField]] = [APIField("area_code"), APIField("area_name")]

    class Meta(Orderable.Meta):
        default_permissions = ()

    def __str__(self) -> str:
        return self.area_name or self.area_code

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Take the name that holds now; the one already kept stays while nobody can tell it."""
        self.area_name = name_of_area(self.area_code) or self.area_name
        super().save(*args, **kwargs)


class AnnouncementStreet(Orderable):
    """A street, or some of its buildings."""

    page = ParentalKey("cms_pages.AnnouncementPage", on_delete=models.CASCADE, related_name="streets")
    city = models.CharField(_("town"), max_length=100, blank=True)
    street = models.CharField(_("street"), max_length=150)
    building_from = models.CharField(_("from number"), max_length=10, blank=True)
    building_to = models.CharField(_("to number"), max_length=10, blank=True)
    parity = models.CharField(_("side"), max_length=4, choices=Parity.choices, default=Parity.ALL)

    panels: ClassVar[list[FieldPanel]] = [
        FieldRowPanel([FieldPanel("street", widget=StreetInput), FieldPanel("city")]),
        FieldRowPanel([FieldPanel("building_from"), FieldPanel("building_to"), FieldPanel("parity")]),
    ]
    api_fields: ClassVar[list[APIField]] = [
        APIField(name) for name in ("city", "street", "building_from", "building_to", "parity")
    ]

    class Meta(Orderable.Meta):
        default_permissions = ()

    def __str__(self) -> str:
        return self.in_words

    def clean(self) -> None:
        """Building numbers start with a digit: 12, 12A, 12/3; the first comes before the last."""
        super().clean()
        for name in ("building_from", "building_to"):
            if (number := getattr(self, name)) and BuildingNumber.read(number) is None:
                raise ValidationError({name: _("A building number starts with a digit, such as 12 or 12A.")})
        if self.stretch.is_empty:
            raise ValidationError({"building_to": _("No building lies between these numbers on this side.")})

    @property
    def stretch(self) -> Stretch:
        """The row as something that covers addresses."""
        return Stretch(
            city=self.city,
            street=self.street,
            first=self.building_from,
            last=self.building_to,
            side=Side(self.parity),
        )

    @property
    def in_words(self) -> str:
        """`Lipowa 1–40`, `Lipowa 1–39 (odd numbers)`, `Klonowa`."""
        numbers = self._numbers()
        side = "" if self.parity == Parity.ALL else f" ({Parity(self.parity).label})"
        return f"{self.street} {numbers}".strip() + side

    def _numbers(self) -> str:
        first, last = self.building_from.strip(), self.building_to.strip()
        if first and last:
            return first if first == last else f"{first}–{last}"
        if first:
            return now_text("from %(number)s") % {"number": first}
        return now_text("up to %(number)s") % {"number": last} if last else ""


class AnnouncementUpdate(models.Model):
    """One step of what happened, newest first."""

    page = ParentalKey("cms_pages.AnnouncementPage", on_delete=models.CASCADE, related_name="updates")
    at = models.DateTimeField(_("time"), default=timezone.now)
    title = models.CharField(_("in short"), max_length=120, blank=True)
    text = models.TextField(_("text"))

    panels: ClassVar[list[FieldPanel]] = [FieldPanel("at"), FieldPanel("title"), FieldPanel("text")]
    api_fields: ClassVar[list[APIField]] = [APIField("at"), APIField("title"), APIField("text")]

    class Meta:
        ordering = ["-at"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title or self.text[:60]


class AttachmentManager(models.Manager["AnnouncementAttachment"]):
    """Loads the documents along: four attachments cost what one does."""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("document")


class AnnouncementAttachment(Orderable):
    """A file of the editors' library."""

    page = ParentalKey("cms_pages.AnnouncementPage", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey("wagtaildocs.Document", on_delete=models.CASCADE, verbose_name=_("document"))

    objects = AttachmentManager()

    panels: ClassVar[list[FieldPanel]] = [FieldPanel("document")]

    class Meta(Orderable.Meta):
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.document)
