"""What follows a change of content: a new generation, an entry in the event log."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageViewRestriction,
    Revision,
    Site,
)
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms_pages import generation, roles, site_address
from cms_pages.actions import MIRRORED
from cms_pages.models import OfficeSettings, ReadingSettings, ReadingWindow
from ebok.audit.services import record

# Columns that only editors see: saving a draft changes nothing for the public.
DRAFT_COLUMNS = frozenset(
    {
        "latest_revision",
        "latest_revision_created_at",
        "draft_title",
        "has_unpublished_changes",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
    }
)


def connect() -> None:
    """Listen to everything that changes what the public sees, and to Wagtail's log."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_content_changed, dispatch_uid=f"cms_pages.{id(signal)}")
    post_save.connect(_row_saved, dispatch_uid="cms_pages.saved")
    post_delete.connect(_row_deleted, dispatch_uid="cms_pages.deleted")
    for log in (PageLogEntry, ModelLogEntry):
        post_save.connect(_mirror_log, sender=log, dispatch_uid=f"cms_pages.mirror.{log.__name__}")
    for follow_up in (roles.after_migrate, site_address.after_migrate):
        post_migrate.connect(follow_up, sender=apps.get_app_config("cms_pages"))


def _public_models() -> tuple[type, ...]:
    return (
        OfficeSettings,
        ReadingSettings,
        ReadingWindow,
        PageViewRestriction,
        Collection,
        CollectionViewRestriction,
        Site,
        Locale,
        Redirect,
        get_image_model(),
        get_document_model(),
        *apps.get_app_config("documents").get_models(),
    )


def _content_changed(sender: Any, **kwargs: Any) -> None:
    generation.bump()


def _row_saved(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    columns = kwargs.get("update_fields")
    if columns and set(columns) <= DRAFT_COLUMNS:
        return
    if isinstance(instance, Page):
        if instance.live:
            generation.bump()
    elif isinstance(instance, Revision):
        if instance.approved_go_live_at:  # the next change by the clock may have moved
            generation.bump()
    elif isinstance(instance, _public_models()):
        generation.bump()


def _row_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, (Page, *_public_models())):
        generation.bump()


def _mirror_log(sender: Any, instance: Any, created: bool = False, **kwargs: Any) -> None:
    """One entry of Wagtail's log of editors' acts, copied into the event log."""
    action = MIRRORED.get(instance.action)
    if not created or action is None:
        return
    record(
        action=action,
        actor=instance.user,
        actor_role="" if instance.user_id else "system",
        object_type=instance.content_type.model,
        object_id=str(instance.object_id()) if callable(instance.object_id) else str(instance.object_id),
        details={**_title(instance), "revision": instance.revision_id},
    )


def _title(instance: Any) -> dict[str, str]:
    """What the row is called; a person is called by his address, which never stands in the event log."""
    is_person = instance.content_type.model_class() is get_user_model()
    return {} if is_person else {"title": instance.label}
