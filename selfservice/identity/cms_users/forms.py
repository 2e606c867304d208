"""Forms for people of the office. An administrator never knows a password: everybody sets his own."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from wagtail.users.forms import UserForm

from selfservice.identity.models import User
from selfservice.identity.roles import GROUP_NAMES, OFFICE_ROLES

FIELDS = ["email", "language", "groups"]
WIDGETS = {"groups": forms.CheckboxSelectMultiple}


class _WithoutNames(UserForm):
    """The e-mail address stands for the person; positions decide who may enter the staff zone."""

    first_name = None
    last_name = None
    is_superuser = None  # given on the server alone, with `manage.py createsuperuser`

    def clean_email(self) -> str:
        """Lower case, as everywhere."""
        return str(self.cleaned_data["email"]).strip().lower()

    def save(self, commit: bool = True) -> User:
        """The person with address and positions; `is_staff` follows from the positions."""
        user: User = self.instance
        if user.pk is None:
            user.set_unusable_password()
        user = super().save(commit=commit)
        if commit:
            _follow(user)
        return user


class OfficeUserCreationForm(_WithoutNames):
    """A new person signs in first by asking for a new password."""

    class Meta:
        model = User
        fields = FIELDS
        widgets = WIDGETS


class OfficeUserEditForm(_WithoutNames):
    """A known person; nobody switches himself off."""

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]

    class Meta:
        model = User
        fields = [*FIELDS, "is_active"]
        widgets = WIDGETS


def _follow(user: User) -> None:
    """What depends on address and positions: the staff zone, and the address that sign-in checks."""
    offices = [GROUP_NAMES[role] for role in OFFICE_ROLES]
    works_here = user.is_superuser or user.groups.filter(name__in=offices).exists()
    User.objects.filter(pk=user.pk).update(is_staff=works_here)
    user.is_staff = works_here
    # A new address is unconfirmed; the one before it is gone at once.
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
