"""Who gave whom which rights, in the event log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from ebok.audit.services import record
from selfservice.identity.models import User
from selfservice.identity.roles import role_of

BEFORE = "_ebok_rights_before"


def rights_of(user: User) -> set[str]:
    """Positions and marks of a person: `clerk`, `administrator of everything`, `switched off`."""
    marks = {"superuser": user.is_superuser, "switched off": not user.is_active}
    return set(user.groups.values_list("name", flat=True)) | {mark for mark, holds in marks.items() if holds}


@hooks.register("before_edit_user")
def remember_rights(request: HttpRequest, user: User) -> None:
    """What the person may do before the form is saved."""
    setattr(request, BEFORE, rights_of(User.objects.get(pk=user.pk)))


@hooks.register("after_edit_user")
def record_edit(request: HttpRequest, user: User) -> None:
    """An edit that leaves the rights alone is recorded too: the address may have changed."""
    before, after = getattr(request, BEFORE), rights_of(User.objects.get(pk=user.pk))
    _record(request, user, "identity.person_changed", added=after - before, removed=before - after)


@hooks.register("after_create_user")
def record_creation(request: HttpRequest, user: User) -> None:
    """A new person of the office, with the first rights."""
    _record(request, user, "identity.person_added", added=rights_of(user))


@hooks.register("after_delete_user")
def record_removal(request: HttpRequest, user: User) -> None:
    """The key of a removed person is gone from the object; what was done stays under it."""
    _record(request, user, "identity.person_removed")


def _record(request: HttpRequest, user: User, action: str, **sets: set[str]) -> None:
    details: dict[str, Any] = {name: sorted(rights) for name, rights in sets.items() if rights}
    record(
        action=action,
        actor=request.user,
        actor_role=role_of(request.user),
        object_type="user",
        object_id=str(user.pk or ""),
        details=details,
    )
