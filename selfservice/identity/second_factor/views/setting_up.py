"""Setting up the app, and the recovery codes that come with it."""

from __future__ import annotations

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import FormView, View
from django_otp import login as otp_login

from selfservice.identity.devices.services import end_others
from selfservice.identity.second_factor import enrolment, policy
from selfservice.identity.second_factor.errors import SecondFactorError, SetupExpired
from selfservice.identity.second_factor.forms import SetupForm
from selfservice.identity.second_factor.recent import note_code
from selfservice.identity.second_factor.views.base import CodeMixin, RecentProofMixin, next_url

CODES_PAGE = "account/second_factor/codes.html"


class SetupView(RecentProofMixin, CodeMixin, FormView[Any]):
    """Shows a QR code and a key for typing; the first right code makes them the factor.

    Reading the page stores nothing: the form itself carries the secret, sealed.
    """

    template_name = "account/second_factor/setup.html"
    form_class = SetupForm
    sealed = ""

    def get_initial(self) -> dict[str, Any]:
        return {"sealed": self._candidate.sealed}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = self._candidate
        return super().get_context_data(
            **kwargs,
            picture=segno.make(offered.link, error="m").svg_data_uri(scale=5, border=4, light="white"),
            typed=offered.typed,
            demanded=policy.is_demanded_of(self.request.user),
            next=next_url(self.request),
        )

    def form_valid(self, form: Any) -> HttpResponse:
        request = self.request
        try:
            device, codes = enrolment.set_up(
                user=request.user, sealed=form.cleaned_data["sealed"], code=form.cleaned_data["code"]
            )
        except SetupExpired as error:
            messages.warning(request, str(error))
            return self.render_to_response(self.get_context_data(form=SetupForm(initial=self.get_initial())))
        except SecondFactorError as error:
            form.add_error("code", str(error))
            return self.form_invalid(form)
        otp_login(request, device)
        end_others(user=request.user, this_key=request.session.session_key or "")
        note_code(request, user=request.user)
        return show_codes(request, codes, fresh=True)

    @property
    def _candidate(self) -> enrolment.Candidate:
        if not hasattr(self, "_offered"):
            sealed = self.request.POST.get("sealed", "")[:2000]
            self._offered = enrolment.candidate(user=self.request.user, sealed=sealed)
        return self._offered


class RenewCodesView(RecentProofMixin, CodeMixin, View):
    """Ten new recovery codes on request."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Whoever pressed the button and has proved himself comes back here; reading changes nothing."""
        messages.info(request, _("Thank you. Press the button once more to make new recovery codes."))
        return redirect("second_factor")

    def post(self, request: HttpRequest) -> HttpResponse:
        codes = enrolment.renew_codes(user=request.user)
        return show_codes(request, codes, fresh=False)


def show_codes(request: HttpRequest, codes: list[str], *, fresh: bool) -> HttpResponse:
    """The codes stand on this page and nowhere else, so it is the answer itself and no redirect."""
    title = _("Your sign-in is protected") if fresh else _("Your new recovery codes")
    facts = {"codes": codes, "title": title, "sheet": "\n".join(codes), "next": next_url(request)}
    return render(request, CODES_PAGE, facts)
