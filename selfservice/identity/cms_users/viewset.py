"""The screens of people and of their positions in the CMS."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.admin.views.generic.usage import UsageView
from wagtail.users.views import groups, users

from selfservice.identity.cms_users.forms import OfficeUserCreationForm, OfficeUserEditForm
from selfservice.identity.cms_users.people import office_people
from selfservice.identity.cms_users.replacing import replaced
from selfservice.identity.models import User
from selfservice.identity.second_factor.recent import demand_recent_proof


class FreshProof:
    """Stands before a view of Wagtail: who may come in proves anew who he is, before form and act."""

    request: Any

    def run_before_hook(self) -> HttpResponseBase | None:
        """After Wagtail's check of rights, before its own hooks."""
        demanded = demand_recent_proof(self.request)
        return demanded or super().run_before_hook()  # type: ignore[misc]


class OfficeOnly:
    """Stands before a view of Wagtail: customers do not exist there."""

    def get_object(self, *args: Any, **kwargs: Any) -> User:
        """The person of the office.

        Raises:
            Http404: there is none, or it is a customer.
        """
        user: User = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not office_people().filter(pk=user.pk).exists():
            raise Http404("No such person of the office.")
        return user


class People(users.IndexView):
    """The list, without boxes for acts on many at once."""

    def get_base_queryset(self) -> QuerySet[User]:
        """People of the office."""
        return office_people()

    @property
    def columns(self) -> list[Any]:
        """Wagtail's."""
        return [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]


class NewPerson(FreshProof, users.CreateView):
    """The form of a new person."""


class KnownPerson(FreshProof, OfficeOnly, users.EditView):
    """The form of a known person."""

    def save_instance(self) -> User:
        """Save; a new address has consequences."""
        old = User.objects.get(pk=self.object.pk).email
        user: User = super().save_instance()
        if user.email != old:
            replaced(user=user, old=old, actor=self.request.user)
        return user


class NoMorePerson(FreshProof, OfficeOnly, users.DeleteView):
    """The question before somebody is removed."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove the person, unless a ledger names him for ever."""
        try:
            answer: HttpResponse = super().form_valid(form)
        except ProtectedError:
            text = _(
                "What this person did in the office is kept as proof, so the sign-in cannot be deleted. "
                "Switch it off instead."
            )
            messages.error(self.request, text)
            return redirect("wagtailusers_users:edit", self.object.pk)
        return answer


class PersonsHistory(OfficeOnly, users.HistoryView):
    """What was done to the row."""


class PersonsUse(OfficeOnly, UsageView):
    """Where the row is used."""


class OfficeUserViewSet(users.UserViewSet):
    """Wagtail's screens with our forms."""

    template_prefix = "cms/users/"
    copy_view_enabled = False
    index_view_class = People
    add_view_class = NewPerson
    edit_view_class = KnownPerson
    delete_view_class = NoMorePerson
    history_view_class = PersonsHistory
    usage_view_class = PersonsUse

    def get_form_class(self, for_update: bool = False) -> type[ModelForm[User]]:
        """The form of a new or of a known person."""
        return OfficeUserEditForm if for_update else OfficeUserCreationForm


class NewGroup(FreshProof, groups.CreateView):
    """The form of a new group."""


class KnownGroup(FreshProof, groups.EditView):
    """The form of a known group."""


class NoMoreGroup(FreshProof, groups.DeleteView):
    """The question before a group is removed."""


class OfficeGroupViewSet(groups.GroupViewSet):
    """Wagtail's screens; what a group may do is as grave as who is in it."""

    add_view_class = NewGroup
    edit_view_class = KnownGroup
    delete_view_class = NoMoreGroup
