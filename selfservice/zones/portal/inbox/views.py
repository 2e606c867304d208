"""The list of messages, and one of them. Reading changes nothing: see `acts`."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from cms_pages import modules
from ebok.core.row_places import row_place
from selfservice.access.queries import customer_accounts
from selfservice.identity.mail import LetterKind
from selfservice.messaging.models import Message
from selfservice.messaging.queries import find_message, message_page
from selfservice.zones.portal.inbox.forms import InboxFilter
from selfservice.zones.portal.own_data.pages import own_render
from selfservice.zones.portal.unread import unread_counts, unread_for

# Pages that some messages lead to are gone while these modules are switched off.
MODULES = {LetterKind.READINGS: "readings", LetterKind.SCHEDULE: "schedule", LetterKind.CASES: "tickets"}


@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """Newest first, by keyset; of one account or only unread ones, if asked (`?account=`, `?unread=on`)."""
    accesses = customer_accounts(request.user, counted=unread_counts(request.user))
    form = InboxFilter(request.GET, account_nos=[access.account_no for access in accesses])
    wanted = form.cleaned_data if form.is_valid() else {}
    found = message_page(
        user_id=int(request.user.pk or 0),
        account_no=wanted.get("account") or None,
        unread=wanted.get("unread", False),
        before=row_place(request.GET, "before"),
        after=row_place(request.GET, "after"),
    )
    facts = {
        "rows": found.rows,
        "form": form,
        "is_filtered": any(wanted.values()),
        "list_url": reverse("portal:messages"),
        "unread_number": unread_for(request.user, accesses=accesses),
        "wanted_account": wanted.get("account", ""),
        "newest": found.rows[0].pk if found.rows else 0,
        "newer_url": _page_url(request, "after", found.newer),
        "older_url": _page_url(request, "before", found.older),
    }
    return own_render(request, "portal/messages.html", facts, accesses=accesses)


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message; opened by an address it stays unread until its reader says otherwise."""
    found = own_message(request, pk)
    module = MODULES.get(LetterKind(found.kind))
    facts = {"letter": found, "path": found.path if not module or modules.enabled(module) else ""}
    return own_render(request, "portal/message.html", facts)


def own_message(request: HttpRequest, pk: int) -> Message:
    """A message that the reader may read.

    Raises:
        Http404: there is none, it is somebody else's, or about an account to which he has no access now.
    """
    found = find_message(user_id=int(request.user.pk or 0), pk=pk)
    if found is None:
        raise Http404("No such message.")
    return found


def _page_url(request: HttpRequest, direction: str, place: int | None) -> str:
    if not place:
        return ""
    query = QueryDict(mutable=True)
    query.update({name: request.GET[name] for name in ("account", "unread") if request.GET.get(name)})
    query[direction] = str(place)
    return f"?{query.urlencode()}"
