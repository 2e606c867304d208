"""The screens of people in the CMS."""

from __future__ import annotations

from django.forms import ModelForm
from wagtail.users.views.users import UserViewSet

from selfservice.identity.cms_users.forms import OfficeUserCreationForm, OfficeUserEditForm
from selfservice.identity.models import User


class OfficeUserViewSet(UserViewSet):
    """Wagtail's screens with our forms."""

    template_prefix = "cms/users/"

    def get_form_class(self, for_update: bool = False) -> type[ModelForm[User]]:
        """The form of a new or of a known person."""
        return OfficeUserEditForm if for_update else OfficeUserCreationForm
