"""Editors and moderators: groups with the least rights they need, and the approval workflow.

Made after every migration, and only what is missing: rights that an administrator has added or taken
away in the CMS afterwards stay as they are (a group is filled once, when it is made empty-handed).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import router
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.snippets.models import create_extra_permissions

EDITORS = "Editors"
MODERATORS = "Moderators"
LETTER_READERS = "Letter readers"
WORKFLOW = "Akceptacja moderatora"

PAGE_RIGHTS = {
    EDITORS: ("add_page", "change_page"),
    MODERATORS: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
}
COLLECTION_RIGHTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
MODEL_RIGHTS = {
    EDITORS: ("access_admin",),
    MODERATORS: (
        "access_admin",
        "change_officesettings",
        "change_readingsettings",
        "add_redirect",
        "change_redirect",
        "delete_redirect",
    ),
    LETTER_READERS: ("access_admin", "view_contactmessage"),
}
APPS = (
    "wagtailcore",
    "wagtailadmin",
    "wagtailimages",
    "wagtaildocs",
    "wagtailredirects",
    "cms_pages",
    "documents",
)


def after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Signal handler: runs when the portal's own database has been migrated."""
    if using == router.db_for_write(Group):
        ensure_roles()


def ensure_roles() -> None:
    """Groups, rights and workflow, as far as they are missing. Harmless to call again."""
    for label in APPS:
        create_permissions(apps.get_app_config(label), verbosity=0)
    create_extra_permissions(apps.get_app_config("documents"))  # to publish templates
    for name, codenames in MODEL_RIGHTS.items():
        group, _created = Group.objects.get_or_create(name=name)
        _grant_models(group, [*codenames, *_document_rights(name)])
    root = Page.get_first_root_node()
    if root is None:
        return
    for name, codenames in PAGE_RIGHTS.items():
        group = Group.objects.get(name=name)
        _grant_pages(group, root, codenames)
        _grant_collection(group, COLLECTION_RIGHTS)
    _ensure_workflow(root)


def _grant_models(group: Group, codenames: Iterable[str]) -> None:
    missing = Permission.objects.filter(codename__in=list(codenames), content_type__app_label__in=APPS)
    group.permissions.add(*missing)


def _grant_pages(group: Group, root: Page, codenames: Iterable[str]) -> None:
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=list(codenames)
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _grant_collection(group: Group, codenames: Iterable[str]) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    rights = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=list(codenames)
    )
    for permission in rights:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _document_rights(group_name: str) -> list[str]:
    """Document templates are content too: editors draft them, moderators publish and delete.

    Cases have no drafts: a changed name is public at once, so they are the moderators' too.
    """
    if group_name == LETTER_READERS:
        return []
    if group_name == EDITORS:
        return [f"{verb}_documenttemplate" for verb in ("add", "change", "view")] + ["view_documentcase"]
    names = [model._meta.model_name for model in apps.get_app_config("documents").get_models()]
    return [f"{verb}_{name}" for verb in ("add", "change", "view", "publish", "delete") for name in names]


def _ensure_workflow(root: Page) -> None:
    workflow, _created = Workflow.objects.get_or_create(name=WORKFLOW)
    task, _created = GroupApprovalTask.objects.get_or_create(name=WORKFLOW)
    task.groups.add(Group.objects.get(name=MODERATORS))
    if not WorkflowTask.objects.filter(workflow=workflow).exists():
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})
    templates = ContentType.objects.get_for_model(apps.get_model("documents", "DocumentTemplate"))
    WorkflowContentType.objects.get_or_create(content_type=templates, defaults={"workflow": workflow})
