"""Letters of the contact form, for those who may read them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from cms_pages.models import ContactMessage
from ebok.audit.services import record


class ReadOnly(ModelPermissionPolicy):
    """Letters are read and in the end deleted, never written here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Adding and changing is nobody's right, not even an administrator's."""
        return action in {"view", "delete"} and bool(super().user_has_permission(user, action))


class LetterView(InspectView):
    """One letter; that it was read stands in the event log."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record(
            action="content.letter_read",
            actor=self.request.user,
            object_type="letter",
            object_id=str(self.object.pk),
        )
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context


register_permission_policy(ContactMessage, ReadOnly(ContactMessage))


class Letters(ModelViewSet):
    """Menu item, list and detail; hidden from everybody without the right `view_contactmessage`."""

    model = ContactMessage
    menu_label = _("Letters")
    icon = "mail"
    menu_order = 230
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = LetterView
    inspect_view_fields = ["sent_at", "department", "name", "email", "phone", "text", "mailed_at"]
    list_display = ["sent_at", "department", "mailed_at"]
    form_fields: list[str] = []


letters = Letters("letters")
