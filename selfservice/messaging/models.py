"""The inbox: what the office told a person, kept beside the mail that went."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from selfservice.identity.mail import LetterKind
from selfservice.messaging.querysets import MessageQuerySet


class Message(models.Model):
    """One letter to one person, in the language that he reads.

    It holds no link that opens something: `path` is a page of ours that asks who is there. `account_no` is
    the customer account that it is about, and whoever lost access to that account reads it no more.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    account_no = models.CharField(_("customer account"), max_length=64, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=LetterKind.choices)
    # Of subject and text: the page around them may speak another one.
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="pl")
    subject = models.CharField(_("subject"), max_length=255)
    body = models.TextField(_("text"))
    path = models.CharField(max_length=500, blank=True)
    link_text = models.CharField(max_length=120, blank=True)
    # The same for the same cause and reader: work that is done again keeps one message.
    key = models.CharField(max_length=200, editable=False)
    created_at = models.DateTimeField(_("came"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="message_kept_once"),
            models.CheckConstraint(condition=Q(kind__in=LetterKind.values), name="message_kind_known"),
            models.CheckConstraint(condition=~Q(subject=""), name="message_has_subject"),
            models.CheckConstraint(condition=~Q(key=""), name="message_has_key"),
            models.CheckConstraint(
                condition=Q(path="") | (Q(path__startswith="/") & ~Q(path__startswith="//")),
                name="message_path_is_ours",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="message_newest_first"),
            models.Index(fields=["user", "account_no", "-created_at", "-id"], name="message_of_account"),
            models.Index(
                fields=["user", "account_no"], condition=Q(read_at__isnull=True), name="message_unread"
            ),
            models.Index(fields=["created_at"], name="message_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} for {self.user_id}"

    @property
    def is_unread(self) -> bool:
        """Has its reader not opened it yet?"""
        return self.read_at is None
