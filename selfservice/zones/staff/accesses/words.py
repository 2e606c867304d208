"""Consents in the words of the office's screens."""

from __future__ import annotations

from django.utils.text import capfirst

from selfservice.access.consents.kinds import Consent, MessageKind
from selfservice.access.consents.subjects import Subject


def consent_in_words(subject: Subject) -> str:
    """`Messages: meter readings, e-mail`."""
    title = capfirst(str(Consent(subject.consent).label))
    if not subject.message_kind:
        return title
    return f"{title}: {MessageKind(subject.message_kind).label}, {subject.via_label}"
