"""The ledger of consents: each declaration is a row, nothing is changed or removed (triggers)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from selfservice.access.consents.kinds import Channel, Consent, MessageKind, Via

SUBJECT = ("consent", "message_kind", "via", "account_no", "person")


class ConsentEntry(models.Model):
    """Somebody gave or withdrew a consent.

    Parameters:
        person: who consents for himself; None where the consent belongs to the customer account itself
            (electronic invoices).
        recorded_by: who wrote it down, for a declaration made at the desk a clerk; None for the system.
        wording: version of the words, see `wordings`.
        previous: the entry that this one follows; no entry is followed twice, so two declarations at
            once cannot both hold.
    """

    consent = models.CharField(_("consent"), max_length=12, choices=Consent.choices)
    message_kind = models.CharField(_("messages on"), max_length=14, choices=MessageKind.choices, blank=True)
    via = models.CharField(_("way"), max_length=8, choices=Via.choices, blank=True)
    account_no = models.CharField(_("customer account"), max_length=64)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="consents"
    )
    is_given = models.BooleanField(_("given"))
    wording = models.CharField(_("wording"), max_length=12)
    channel = models.CharField(_("where"), max_length=8, choices=Channel.choices)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_role = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(_("time"), default=timezone.now)
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="following")

    class Meta:
        ordering = ["-id"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=SUBJECT,
                condition=Q(previous__isnull=True, person__isnull=False),
                name="consents_one_beginning",
            ),
            models.UniqueConstraint(
                fields=[name for name in SUBJECT if name != "person"],
                condition=Q(previous__isnull=True, person__isnull=True),
                name="consents_one_beginning_account",
            ),
            models.CheckConstraint(
                condition=Q(consent=Consent.E_INVOICE, person__isnull=True)
                | (~Q(consent=Consent.E_INVOICE) & Q(person__isnull=False)),
                name="consents_whose",
            ),
            models.CheckConstraint(
                condition=(
                    Q(consent=Consent.MESSAGES) & Q(message_kind__in=MessageKind.values, via__in=Via.values)
                )
                | (~Q(consent=Consent.MESSAGES) & Q(message_kind="", via="")),
                name="consents_messages_say_what_and_how",
            ),
            models.CheckConstraint(condition=~Q(account_no=""), name="consents_account_named"),
        ]
        indexes = [models.Index(fields=["account_no", "-id"], name="consents_by_account")]

    def __str__(self) -> str:
        return f"{self.consent} {self.message_kind} {self.via} {'given' if self.is_given else 'withdrawn'}"
