"""Positions of people in the office, kept as Django groups; everybody else is a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from selfservice.identity.models import User


class Role(models.TextChoices):
    """In what capacity somebody acts; the order decides when a person has several positions."""

    ADMINISTRATOR = "administrator", _("administrator")
    MANAGER = "manager", _("manager")
    CLERK = "clerk", _("clerk")
    CASHIER = "cashier", _("cashier")
    DISPATCHER = "dispatcher", _("dispatcher")
    NETWORK_OPERATOR = "network_operator", _("network operator")
    READING_COORDINATOR = "reading_coordinator", _("reading coordinator")
    MODERATOR = "moderator", _("moderator")
    EDITOR = "editor", _("editor")
    CUSTOMER = "customer", _("customer")


STAFF = "staff"
# Groups of editors and moderators, with their rights in the CMS, are made by `cms_pages`.
GROUP_NAMES: dict[Role, str] = {
    Role.ADMINISTRATOR: "Administrators",
    Role.MANAGER: "Managers",
    Role.CLERK: "Clerks",
    Role.CASHIER: "Cashiers",
    Role.DISPATCHER: "Dispatchers",
    Role.NETWORK_OPERATOR: "Network operators",
    Role.READING_COORDINATOR: "Reading coordinators",
    Role.MODERATOR: "Moderators",
    Role.EDITOR: "Editors",
}
# Who looks after customers and their sign-ins.
CUSTOMER_KEEPERS = frozenset({Role.CLERK, Role.MANAGER, Role.ADMINISTRATOR})
# Where a user object keeps the answer of `works_here`.
WORKS_HERE = "has_position"
OFFICE_ROLES = tuple(role for role in GROUP_NAMES if role not in {Role.MODERATOR, Role.EDITOR})


def roles_of(user: User | AnonymousUser) -> frozenset[Role]:
    """All positions of a user, read once for each user object; a superuser is an administrator.

    Somebody without a position is a customer; nobody (anonymous) has none.
    """
    if user.is_anonymous:
        return frozenset()
    known: frozenset[Role] | None = getattr(user, "_ebok_roles", None)
    if known is None:
        known = _read_roles(user)
        user._ebok_roles = known  # type: ignore[attr-defined]
    return known


def role_of(user: User | AnonymousUser) -> str:
    """The first position of a user in the order of `Role`, or "" for an anonymous one."""
    roles = roles_of(user)
    return next((role.value for role in Role if role in roles), "")


def works_here(user: Any) -> bool:
    """Is this somebody of the office, for whom everything is stricter: staff zone, field or CMS?

    Costs no query for `request.user`, which is loaded with the answer (`SignInBackend`), so that a position
    given or taken counts at the next request; else one for each user object.
    """
    if user.is_staff or user.is_superuser:
        return True
    if user.pk is None:
        return False
    if not hasattr(user, WORKS_HERE):
        found = get_user_model()._default_manager.filter(has_position(), pk=user.pk)
        setattr(user, WORKS_HERE, found.exists())
    return bool(getattr(user, WORKS_HERE))


def has_position() -> models.Q:
    """Condition on users: a group of the office, or the right to enter the CMS by whatever way."""
    from django.contrib.auth.models import Group, Permission

    cms = {"content_type__app_label": "wagtailadmin", "codename": "access_admin"}
    rights = Permission.objects.filter(**cms)
    groups = Group.objects.filter(
        models.Q(name__in=GROUP_NAMES.values()) | models.Q(permissions__in=rights), user=models.OuterRef("pk")
    )
    own_rights = rights.filter(user=models.OuterRef("pk"))
    return models.Q(models.Exists(groups)) | models.Q(models.Exists(own_rights))


def role_of_actor(actor: Any) -> str:
    """The role under which the event log knows an actor of any kind; "" for one who is no user of ours.

    Somebody of the office with single rights and no position, such as a reader of letters, is "staff".
    """
    role = role_of(actor) if hasattr(actor, "groups") else ""
    return STAFF if role == Role.CUSTOMER and actor.is_staff else role


def _read_roles(user: User) -> frozenset[Role]:
    names = set(user.groups.values_list("name", flat=True))
    roles = {role for role, name in GROUP_NAMES.items() if name in names}
    if user.is_superuser:
        roles.add(Role.ADMINISTRATOR)
    return frozenset(roles or {Role.CUSTOMER})


def create_groups(sender: Any, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: the office's groups exist in the portal's database."""
    from django.contrib.auth.models import Group

    if using != "default":
        return
    for role in OFFICE_ROLES:
        Group.objects.using(using).get_or_create(name=GROUP_NAMES[role])
