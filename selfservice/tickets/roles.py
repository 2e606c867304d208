"""Who sets categories and canned replies: a group that administrators put people into."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import router
from django.db.models import Q

KEEPERS = "Ticket settings"
RIGHTS = (
    "add_category",
    "change_category",
    "view_category",
    "add_cannedreply",
    "change_cannedreply",
    "delete_cannedreply",
    "view_cannedreply",
)


def after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: the group exists, filled once when it is made."""
    if using != router.db_for_write(Group):
        return
    group, is_new = Group.objects.get_or_create(name=KEEPERS)
    if is_new:
        for label in ("tickets", "wagtailadmin"):
            create_permissions(apps.get_app_config(label), verbosity=0)
        ours = Q(content_type__app_label="tickets", codename__in=RIGHTS)
        door = Q(content_type__app_label="wagtailadmin", codename="access_admin")
        group.permissions.add(*Permission.objects.filter(ours | door))
