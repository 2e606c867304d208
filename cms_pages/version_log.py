"""Versions of document templates in the event log: planned, shown, taken off, by editors or by the clock.

A version has no revision of its own, so Wagtail's log says only that its template changed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save, pre_delete
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.signals import published, unpublished

from cms_pages.models.version_record import VersionRecord
from documents.models import DocumentTemplate, DocumentVersion
from ebok.audit.services import record

State = VersionRecord.State
# What a version became -> what happened; `OVER` depends on what it was.
ACTIONS = {State.WAITING: "content.scheduled", State.IN_FORCE: "content.published"}
ENDINGS = {State.WAITING: "content.unscheduled", State.IN_FORCE: "content.unpublished"}


def connect() -> None:
    """Listen to what editors do with versions."""
    post_save.connect(_version_saved, sender=DocumentVersion, dispatch_uid="version_log.saved")
    pre_delete.connect(_version_deleted, sender=DocumentVersion, dispatch_uid="version_log.deleted")
    for signal in (published, unpublished):
        signal.connect(_template_changed, sender=DocumentTemplate, dispatch_uid=f"version_log.{id(signal)}")


def due_versions(*, at: datetime) -> list[int]:
    """Keys of versions whose window has opened or closed since the log was last told. One query."""
    opened = Q(state=State.WAITING) & (Q(go_live_at__lte=at) | Q(expire_at__lte=at))
    closed = Q(state=State.IN_FORCE, expire_at__lte=at)
    return list(VersionRecord.objects.filter(opened | closed).values_list("pk", flat=True))


def note_due(pk: int) -> bool:
    """Tell the log what the clock did to one version; False when somebody else has told it."""
    version = DocumentVersion.objects.select_related("template").filter(pk=pk).first()
    return version is not None and note(version)


def note(version: DocumentVersion) -> bool:
    """Write one event if state, window or file are not those that the log knows; False if nothing is new.

    In the caller's transaction.
    """
    return _told(version, state=_state_of(version, at=timezone.now()))


def _told(version: DocumentVersion, *, state: VersionRecord.State) -> bool:
    known = VersionRecord.objects.select_for_update().filter(pk=version.pk).first()
    facts = {
        "state": state,
        "go_live_at": version.go_live_at,
        "expire_at": version.expire_at,
        "sha256": version.sha256,
    }
    if known is not None and all(getattr(known, name) == fact for name, fact in facts.items()):
        return False
    before = State(known.state) if known else State.OVER
    has_begun = known is not None and known.go_live_at is not None and known.go_live_at <= timezone.now()
    if state == State.OVER and before == State.WAITING and has_begun:
        before = State.IN_FORCE  # it went live and ended between two looks at the clock
        _record(version, ACTIONS[before])
    VersionRecord.objects.update_or_create(pk=version.pk, defaults=facts)
    action = ENDINGS.get(before) if state == State.OVER else ACTIONS[state]
    if action is None:  # was not to be seen, and is not
        return False
    _record(version, action)
    return True


def _state_of(version: DocumentVersion, *, at: datetime) -> VersionRecord.State:
    if not version.template.live or (version.expire_at and version.expire_at <= at):
        return State.OVER
    return State.WAITING if version.go_live_at and version.go_live_at > at else State.IN_FORCE


def _record(version: DocumentVersion, action: str) -> None:
    actor = get_active_log_context().user
    window = {"go_live_at": version.go_live_at, "expire_at": version.expire_at}
    record(
        action=action,
        actor=actor,
        actor_role="editor" if actor else "system",
        object_type="documentversion",
        object_id=str(version.pk),
        details={
            "title": version.title,
            "version": version.version,
            "language": version.language,
            "template": version.template_id,
            "sha256": version.sha256,
            **{name: _written(moment) for name, moment in window.items()},
        },
    )


def _written(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _version_saved(sender: Any, instance: DocumentVersion, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        note(instance)


def _version_deleted(sender: Any, instance: DocumentVersion, **kwargs: Any) -> None:
    _told(instance, state=State.OVER)


def _template_changed(sender: Any, instance: DocumentTemplate, **kwargs: Any) -> None:
    for version in DocumentVersion.objects.filter(template=instance.pk).select_related("template"):
        note(version)
