"""What pages of delegation begin with: the reader is an owner, and has proved lately that it is still him."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import NoReturn, ParamSpec, cast

from django.http import Http404, HttpResponseBase
from django.utils import timezone

from ebok.audit.services import record
from selfservice.access.models import AccessLevel, AccountAccess
from selfservice.identity.roles import role_of
from selfservice.identity.second_factor.recent import demand_recent_proof
from selfservice.zones.portal.pages import AccountPage, PageView, account_page

Rest = ParamSpec("Rest")


def owner_page(view: PageView[Rest]) -> Callable[..., HttpResponseBase]:
    """Decorator of a grave act of an owner: delegates of any level get 404, owners prove themselves first."""

    @account_page(level=AccessLevel.ACT, posts=True, bills=False)
    @wraps(view)
    def guarded(page: AccountPage, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        if page.access.is_delegated:
            _refuse(page)
        return demand_recent_proof(page.request) or view(page, *args, **kwargs)

    return guarded


def delegate_of(page: AccountPage, pk: int) -> AccountAccess:
    """A delegate's access to the account of this page that holds now.

    Raises:
        Http404: there is none, it is an owner's, or it belongs to another account.
    """
    held = AccountAccess.objects.active(at=timezone.now()).filter(account_no=page.access.account_no)
    found = held.filter(pk=pk, role="delegate").select_related("user").first()
    if found is None:
        raise Http404("No such access.")
    return cast(AccountAccess, found)


def _refuse(page: AccountPage) -> NoReturn:
    record(
        action="access.denied",
        actor=page.request.user,
        actor_role=role_of(page.request.user),
        object_type="account",
        account_no=page.access.account_no,
        details={"role": page.access.role},
    )
    raise Http404("Only an owner does this.")
