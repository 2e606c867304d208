"""Who wants to be reminded of collections, when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DayOfReminder(models.IntegerChoices):
    """How many days before the collection."""

    SAME_DAY = 0, _("on the day itself")
    DAY_BEFORE = 1, _("the day before")


class CollectionReminder(models.Model):
    """A user's wish for one customer account: at this full hour, so many days before."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    account_no = models.CharField(max_length=64)
    hour = models.PositiveSmallIntegerField(_("hour"))
    days_before = models.PositiveSmallIntegerField(_("day"), choices=DayOfReminder.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "account_no"], name="reminders_one_each"),
            models.CheckConstraint(condition=Q(hour__lte=23), name="reminders_hour_of_day"),
            models.CheckConstraint(
                condition=Q(days_before__in=DayOfReminder.values), name="reminders_day_known"
            ),
        ]
        indexes = [models.Index(fields=["hour"], name="reminders_by_hour")]

    def __str__(self) -> str:
        return f"{self.account_no} at {self.hour}"
