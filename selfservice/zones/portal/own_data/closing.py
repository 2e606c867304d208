"""Closing the sign-in: what is erased, what stays and why, and a deliberate yes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from selfservice.access.leaving.errors import NotByOneself
from selfservice.access.leaving.services import close_sign_in
from selfservice.identity.second_factor.recent import requires_recent_factor
from selfservice.zones.portal.own_data.pages import own_render


class ClosingForm(forms.Form):
    """The address typed once more: nobody does that by mistake."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("Type it to say that you mean it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address

    def clean_email(self) -> str:
        typed: str = self.cleaned_data["email"].strip().lower()
        if typed != self.address:
            raise forms.ValidationError(_("This is not the address that you sign in with."))
        return typed


@require_http_methods(["GET", "HEAD", "POST"])
@requires_recent_factor
def close(request: HttpRequest) -> HttpResponse:
    """From the moment of the yes the sign-in opens nothing."""
    user = request.user
    form = ClosingForm(request.POST or None, address=user.email)  # type: ignore[union-attr]
    if form.is_valid():
        try:
            close_sign_in(user=user)  # type: ignore[arg-type]
        except NotByOneself as error:
            form.add_error(None, str(error))
        else:
            logout(request)
            messages.success(request, _("Your sign-in is closed. A last letter is on its way to you."))
            return redirect("account_login")
    return own_render(request, "portal/own_data/close.html", {"form": form})
