"""Overview of the second factor, removing it, and proving oneself once more."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View
from django_otp import login as otp_login

from selfservice.identity.devices.services import end_others
from selfservice.identity.second_factor import enrolment, policy, trust
from selfservice.identity.second_factor.devices import authenticator_of, has_factor, recovery_codes_of
from selfservice.identity.second_factor.errors import SecondFactorError
from selfservice.identity.second_factor.forms import CodeForm, RecoveryCodeForm
from selfservice.identity.second_factor.recent import note_code
from selfservice.identity.second_factor.verification import Verified, verify
from selfservice.identity.second_factor.views.base import CodeMixin, SignedInMixin, next_url
from selfservice.identity.second_factor.views.sign_in import codes_left_sentence


class OverviewView(SignedInMixin, TemplateView):
    """What protects this person's sign-in."""

    template_name = "account/second_factor/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        sheet = recovery_codes_of(user)
        return super().get_context_data(
            **kwargs,
            authenticator=authenticator_of(user),
            codes_left=sheet.left if sheet else 0,
            trusted=trust.current(user),
            demanded=policy.is_demanded_of(user),
        )


class ProofView(SignedInMixin, CodeMixin, FormView[Any]):
    """A screen that does something once a code of the present factor is right."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not has_factor(request.user):
            return HttpResponseRedirect(reverse("second_factor_setup"))
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[Any]:
        return RecoveryCodeForm if "recovery" in self.request.GET else CodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by_recovery_code = "recovery" in self.request.GET
        return super().get_context_data(
            **kwargs, next=next_url(self.request), by_recovery_code=by_recovery_code
        )

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            verified = verify(user=self.request.user, code=form.cleaned_data["code"])
            return self.proved(verified)
        except SecondFactorError as error:
            form.add_error("code", str(error))
            return self.form_invalid(form)

    def proved(self, verified: Verified) -> HttpResponse:
        """What happens then."""
        raise NotImplementedError


class ConfirmView(ProofView):
    """Step-up: proves the factor in this session, then leads to where the person wanted to go."""

    template_name = "account/second_factor/confirm.html"

    def proved(self, verified: Verified) -> HttpResponse:
        otp_login(self.request, verified.device)
        note_code(self.request, user=self.request.user)
        if verified.codes_left is not None:
            messages.warning(self.request, codes_left_sentence(verified.codes_left))
        return HttpResponseRedirect(next_url(self.request))


class RemoveView(ProofView):
    """Switches the factor off; a code of it is the price."""

    template_name = "account/second_factor/remove.html"

    def proved(self, verified: Verified) -> HttpResponse:
        enrolment.remove(user=self.request.user)
        self.request.session.cycle_key()
        end_others(user=self.request.user, this_key=self.request.session.session_key or "")
        messages.success(self.request, _("The second factor is switched off."))
        return HttpResponseRedirect(reverse("second_factor"))


class ForgetView(SignedInMixin, View):
    """Takes trust back from one browser."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, device_id: int) -> HttpResponse:
        if not trust.forget(user=request.user, device_id=device_id):
            raise Http404
        messages.success(request, _("This browser will be asked for a code again."))
        return HttpResponseRedirect(next_url(request))
