"""The step at sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStageController
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from selfservice.identity.second_factor import policy, trust
from selfservice.identity.second_factor.errors import SecondFactorError, WrongCode
from selfservice.identity.second_factor.forms import SignInCodeForm, SignInRecoveryCodeForm
from selfservice.identity.second_factor.recent import note_code
from selfservice.identity.second_factor.stages import KEY, SecondFactorStage
from selfservice.identity.second_factor.verification import Verified, verify
from selfservice.identity.second_factor.views.base import CodeMixin


class SignInView(CodeMixin, FormView[Any]):
    """Asks for a code after the right password; only then does a session begin."""

    template_name = "account/second_factor/sign_in.html"
    stage: SecondFactorStage

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        stage = LoginStageController.enter(request, KEY)
        if stage is None:
            return HttpResponseRedirect(reverse("account_login"))
        if not stage.is_still_open():
            return self._begin_anew(_("Something about your sign-in has changed. Please sign in again."))
        self.stage = stage
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> type[Any]:
        return SignInRecoveryCodeForm if self._by_recovery_code else SignInCodeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "trust_days": policy.trust_days(self.stage.login.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days = policy.trust_days(self.stage.login.user)
        return super().get_context_data(**kwargs, by_recovery_code=self._by_recovery_code, trust_days=days)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            verified = verify(user=self.stage.login.user, code=form.cleaned_data["code"])
        except WrongCode as error:
            if self.stage.count_wrong_code():
                return self._begin_anew(_("Too many wrong codes. Please sign in again."))
            form.add_error("code", str(error))
            return self.form_invalid(form)
        except SecondFactorError as error:
            form.add_error("code", str(error))
            return self.form_invalid(form)
        return self._sign_in(verified, wants_trust=form.cleaned_data.get("trust", False))

    def _sign_in(self, verified: Verified, *, wants_trust: bool) -> HttpResponse:
        user: Any = self.stage.login.user
        user.otp_device = verified.device
        note_code(self.request, user=user)
        response: HttpResponse = self.stage.exit()
        if wants_trust and self.request.user.is_authenticated:
            trust.remember(request=self.request, response=response, user=user)
        if verified.codes_left is not None:
            messages.warning(self.request, codes_left_sentence(verified.codes_left))
        return response

    def _begin_anew(self, why: str) -> HttpResponse:
        clear_login(self.request)
        messages.error(self.request, why)
        return HttpResponseRedirect(reverse("account_login"))

    @property
    def _by_recovery_code(self) -> bool:
        return "recovery" in self.request.GET


def codes_left_sentence(left: int) -> str:
    """What to tell somebody who used a recovery code."""
    return ngettext(
        "You used a recovery code; %(count)d is left. Set up the app anew if the phone is lost.",
        "You used a recovery code; %(count)d are left. Set up the app anew if the phone is lost.",
        left,
    ) % {"count": left}
