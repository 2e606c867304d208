"""People for tests, plainly invented."""

from __future__ import annotations

from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from factory.django import DjangoModelFactory

from selfservice.identity.models import User
from selfservice.identity.roles import GROUP_NAMES, Role
from selfservice.identity.second_factor.tests.factories import with_factor

PASSWORD = "plain-words-for-tests-1"


class UserFactory(DjangoModelFactory[User]):
    """A customer with a confirmed address and `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person-{number}@example.org")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        password = kwargs.pop("password", PASSWORD)
        confirmed = kwargs.pop("confirmed", True)
        user = model_class.objects.create_user(password=password, **kwargs)
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=confirmed)
        return user


def person(role: Role, **fields: Any) -> User:
    """Somebody of the office (or an editor) with the group of his role and a second factor.

    `client.force_login` of the object returned here makes a session that passed the second factor.
    """
    in_cms_only = role in {Role.EDITOR, Role.MODERATOR}
    user = UserFactory.create(is_staff=not in_cms_only and role != Role.CUSTOMER, **fields)
    if role == Role.CUSTOMER:
        return user
    user.otp_device = with_factor(user)  # type: ignore[attr-defined]
    group, _made = Group.objects.get_or_create(name=GROUP_NAMES[role])
    user.groups.add(group)
    if in_cms_only:
        group.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
        )
    return user
