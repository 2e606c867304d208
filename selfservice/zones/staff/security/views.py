"""Finding somebody's sign-in, its state, and acts on it. Every look and act is recorded."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from selfservice.identity.models import User
from selfservice.identity.office_acts import ActNotAllowed, may_act_on
from selfservice.identity.roles import CUSTOMER_KEEPERS
from selfservice.identity.second_factor.errors import SecondFactorError
from selfservice.identity.second_factor.recent import requires_recent_factor
from selfservice.identity.signals import fingerprint
from selfservice.zones.staff.forms import ReasonForm
from selfservice.zones.staff.looking import note_sign_in
from selfservice.zones.staff.pages import staff_page, staff_render
from selfservice.zones.staff.security.acts import ACTS, Act
from selfservice.zones.staff.security.facts import facts_of
from selfservice.zones.staff.security.forms import SearchForm


@staff_page(roles=CUSTOMER_KEEPERS, posts=True)
def search(request: HttpRequest) -> HttpResponse:
    """Look for a sign-in by the whole e-mail address; there is no list to leaf through."""
    form = SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        user = User.objects.filter(email=email).first()
        unknown = {} if user else {"fingerprint": fingerprint(email)}
        note_sign_in("staff.user_searched", request, user, **unknown)
        if user:
            return HttpResponseRedirect(reverse("staff:security_user", args=[user.pk]))
        form.add_error("email", _("Nobody signs in with this address."))
    return staff_render(request, "staff/security/search.html", {"form": form})


@staff_page(roles=CUSTOMER_KEEPERS)
def user_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The state of one sign-in and what can be done."""
    user = get_object_or_404(User, pk=pk)
    facts = facts_of(user)
    note_sign_in("staff.sign_in_read", request, user)
    allowed = may_act_on(user=user, actor=request.user)
    acts = [(name, act) for name, act in ACTS.items() if allowed and act.fits(facts)]
    return staff_render(
        request, "staff/security/user.html", {"facts": facts, "acts": acts, "allowed": allowed}
    )


@staff_page(roles=CUSTOMER_KEEPERS, posts=True)
@requires_recent_factor
def act_on(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One act: the page asks for a reason, the form does it. The clerk has given a code just now."""
    user = get_object_or_404(User, pk=pk)
    act = ACTS.get(name)
    if act is None:
        raise Http404("No such act.")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _do(request, user, act, reason=form.cleaned_data["reason"])
    note_sign_in("staff.sign_in_read", request, user)
    return staff_render(request, "staff/security/act.html", {"form": form, "person": user, "act": act})


def _do(request: HttpRequest, user: User, act: Act, *, reason: str) -> HttpResponse:
    try:
        act.does(user=user, actor=request.user, reason=reason)
    except (ActNotAllowed, SecondFactorError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, str(act.done))
    return HttpResponseRedirect(reverse("staff:security_user", args=[user.pk]))
