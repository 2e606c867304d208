"""Readings sent from here. Booked readings stand in the exchange; nothing of them is copied."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SubmissionState(models.TextChoices):
    """How far a reading has come on our side; "booked" and "replaced" follow from the exchange."""

    TO_CHECK = "to_check", _("received, the office checks it")
    RECEIVED = "received", pgettext_lazy("state of a reading", "received")
    CHECKED = "checked", _("checked")
    REJECTED = "rejected", _("rejected")


class Channel(models.TextChoices):
    """How it came."""

    PORTAL = "portal", _("customer zone")
    GUEST = "guest", _("without signing in")


class SubmissionQuerySet(models.QuerySet["ReadingSubmission"]):
    """Questions about readings sent."""

    def of(self, account_no: str) -> SubmissionQuerySet:
        """Of one customer account, the newest first."""
        return self.filter(account_no=account_no).order_by("-sent_at", "-pk")

    def standing(self) -> SubmissionQuerySet:
        """Not rejected."""
        return self.exclude(state=SubmissionState.REJECTED)

    def to_check(self) -> SubmissionQuerySet:
        """Waiting for the office, the oldest first."""
        return self.filter(state=SubmissionState.TO_CHECK).order_by("pk")


class ReadingSubmission(models.Model):
    """One state of one meter installation, as its sender read it.

    Parameters:
        doubts: codes of `doubts.Doubt` that its sender was told of and answered with `explanation`.
        first_of_day: nobody had sent one for this meter and day before (he was not told of any).
        final_value: what the office made of it; None while it is as sent.
        entry_seq: its line in the outgoing journal; None until it has one.
    """

    receipt_no = models.CharField(_("receipt number"), max_length=16, unique=True)
    request_key = models.CharField(max_length=64, unique=True)
    account_no = models.CharField(_("customer account"), max_length=64)
    point_no = models.CharField(_("service point"), max_length=64)
    installation_no = models.CharField(_("meter installation"), max_length=64)
    meter_no = models.CharField(_("meter"), max_length=64)
    unit = models.CharField(_("unit"), max_length=16, blank=True)
    read_on = models.DateField(_("read on"))
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    final_value = models.DecimalField(
        _("corrected value"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    doubts: models.JSONField[list[str], list[str]] = models.JSONField(_("doubts"), default=list, blank=True)
    explanation = models.CharField(_("explanation"), max_length=500, blank=True)
    first_of_day = models.BooleanField(default=True)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices, default=Channel.PORTAL)
    photo_key = models.CharField(max_length=255, blank=True)
    photo_media_type = models.CharField(max_length=80, blank=True)
    photo_size = models.PositiveIntegerField(default=0)
    photo_sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=SubmissionState.choices)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    entry_seq = models.PositiveBigIntegerField(unique=True, null=True, blank=True)

    objects: ClassVar[SubmissionQuerySet] = SubmissionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("reading sent")
        verbose_name_plural = _("readings sent")
        constraints = [
            models.UniqueConstraint(
                fields=["installation_no", "read_on", "value"],
                condition=~Q(state="rejected"),
                name="metering_same_reading_once",
            ),
            models.UniqueConstraint(
                fields=["installation_no", "read_on"],
                condition=Q(first_of_day=True) & ~Q(state="rejected"),
                name="metering_first_of_day_once",
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="metering_value_not_negative"),
            models.CheckConstraint(
                condition=Q(state__in=SubmissionState.values), name="metering_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reason=""), name="metering_rejected_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["account_no", "-sent_at"], name="metering_by_account"),
            models.Index(fields=["state", "id"], name="metering_by_state"),
        ]

    def __str__(self) -> str:
        return self.receipt_no

    @property
    def counts_as(self) -> Decimal:
        """The value that goes to the billing system."""
        return self.value if self.final_value is None else self.final_value


class LeakTest(models.Model):
    """Two states of one meter, in the evening and in the morning, with all taps closed between them."""

    account_no = models.CharField(_("customer account"), max_length=64)
    installation_no = models.CharField(_("meter installation"), max_length=64)
    meter_no = models.CharField(_("meter"), max_length=64)
    unit = models.CharField(_("unit"), max_length=16, blank=True)
    evening_value = models.DecimalField(_("evening"), max_digits=18, decimal_places=6)
    evening_at = models.DateTimeField(_("evening"))
    morning_value = models.DecimalField(_("morning"), max_digits=18, decimal_places=6, null=True, blank=True)
    morning_at = models.DateTimeField(_("morning"), null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("leak test")
        verbose_name_plural = _("leak tests")
        constraints = [
            models.UniqueConstraint(
                fields=["account_no", "installation_no"],
                condition=Q(morning_at__isnull=True),
                name="metering_one_open_leak_test",
            ),
            models.CheckConstraint(
                condition=Q(morning_at__isnull=True) | Q(morning_at__gt=models.F("evening_at")),
                name="metering_morning_after_evening",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meter_no} {self.evening_at:%Y-%m-%d}"
