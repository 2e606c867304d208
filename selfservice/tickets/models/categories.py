"""What a ticket may be about, and what is asked then. The office sets both in the CMS."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable

from documents.panels import RowsPanel


class CategoryKind(models.TextChoices):
    """What rules beyond its own fields a category follows."""

    QUESTION = "question", _("question")
    PROBLEM = "problem", _("problem at an address")
    COMPLAINT = "complaint", _("complaint")
    INSTALMENTS = "instalments", _("payment in instalments")
    METER_WORK = "meter_work", _("work at a meter")
    CHANGE_OF_USER = "change_of_user", _("change of user")
    LEAK = "leak", _("suspected leak")


class FieldKind(models.TextChoices):
    """What may be typed into a field."""

    TEXT = "text", _("text")
    NUMBER = "number", pgettext_lazy("kind of answer", "number")
    DATE = "date", _("date")
    CHOICE = "choice", _("choice")
    YES_NO = "yes_no", _("yes or no")


class InTwoLanguages:
    """Words that the office writes in Polish and may write in English."""

    def in_language(self, name: str) -> str:
        """The words `name` in the language in use; Polish where there are no English ones."""
        wants_english = (translation.get_language() or "pl").startswith("en")
        english = str(getattr(self, f"{name}_en")) if wants_english else ""
        return english or str(getattr(self, f"{name}_pl"))


class Category(InTwoLanguages, ClusterableModel):
    """A kind of ticket. Every save makes a new version; tickets keep a copy of what they were asked."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(
        _("kind"), max_length=16, choices=CategoryKind.choices, default=CategoryKind.QUESTION
    )
    title_pl = models.CharField(_("name"), max_length=80)
    title_en = models.CharField(_("name in English"), max_length=80, blank=True)
    hint_pl = models.CharField(_("one sentence about it"), max_length=300, blank=True)
    hint_en = models.CharField(_("one sentence in English"), max_length=300, blank=True)
    is_danger = models.BooleanField(
        _("danger"), default=False, help_text=_("The emergency number is shown before the form.")
    )
    for_guests = models.BooleanField(_("also without signing in"), default=False)
    asks_place = models.BooleanField(_("asks where it is"), default=False)
    deadline_days = models.PositiveSmallIntegerField(
        _("days to answer by law"),
        null=True,
        blank=True,
        help_text=_("Calendar days after receipt; 14 for complaints of consumers."),
    )
    most_instalments = models.PositiveSmallIntegerField(
        _("most instalments"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2)],
        help_text=_("Only for payment in instalments: how many a customer may ask for; 12 if empty."),
    )
    is_active = models.BooleanField(_("offered to customers"), default=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=100)
    version = models.PositiveIntegerField(default=0, editable=False)

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("title_pl"), FieldPanel("title_en")]),
        FieldRowPanel([FieldPanel("hint_pl"), FieldPanel("hint_en")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind"), FieldPanel("position")]),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("is_active", "for_guests", "is_danger", "asks_place")],
            _("How it behaves"),
        ),
        FieldRowPanel([FieldPanel("deadline_days"), FieldPanel("most_instalments")]),
        RowsPanel(
            "fields", heading=_("Further questions"), label=_("question"), add_text=_("Add a question")
        ),
    ]

    class Meta:
        verbose_name = _("category of tickets")
        verbose_name_plural = _("categories of tickets")
        ordering = ["position", "id"]
        default_permissions = ("add", "change", "view")  # tickets refer to it for ever
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=CategoryKind.values), name="ticket_category_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.in_language("title")

    @property
    def hint(self) -> str:
        """The sentence about it, in the language in use."""
        return self.in_language("hint")

    @property
    def is_about_supply(self) -> bool:
        """May an interruption that is known already be what it tells of?"""
        return self.kind in {CategoryKind.PROBLEM, CategoryKind.LEAK}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new version."""
        self.version += 1
        super().save(*args, **kwargs)


class CategoryField(InTwoLanguages, Orderable):
    """One further question of a category."""

    category = ParentalKey(Category, on_delete=models.CASCADE, related_name="fields")
    key = models.SlugField(_("code"), max_length=40)
    kind = models.CharField(_("kind"), max_length=8, choices=FieldKind.choices, default=FieldKind.TEXT)
    label_pl = models.CharField(_("question"), max_length=120)
    label_en = models.CharField(_("question in English"), max_length=120, blank=True)
    choices_pl = models.TextField(_("choices, one a line"), blank=True)
    choices_en = models.TextField(_("choices in English, in the same order"), blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("label_pl"), FieldPanel("label_en")]),
        FieldRowPanel([FieldPanel("key"), FieldPanel("kind"), FieldPanel("is_required")]),
        FieldRowPanel([FieldPanel("choices_pl"), FieldPanel("choices_en")]),
    ]

    class Meta(Orderable.Meta):
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["category", "key"], name="ticket_category_field_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=FieldKind.values), name="ticket_category_field_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label_pl

    def clean(self) -> None:
        """A choice needs choices, and as many in English as in Polish."""
        super().clean()
        polish, english = lines(self.choices_pl), lines(self.choices_en)
        if self.kind == FieldKind.CHOICE and len(polish) < 2:
            raise ValidationError({"choices_pl": _("Give at least two choices.")})
        if english and len(english) != len(polish):
            raise ValidationError({"choices_en": _("Give as many choices as in Polish.")})

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(number, words in the language in use) of each choice."""
        return [(str(number), words) for number, words in enumerate(lines(self.in_language("choices")))]


def lines(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
