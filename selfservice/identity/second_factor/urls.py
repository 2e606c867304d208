from django.urls import path

from selfservice.identity.second_factor.views import managing, setting_up, sign_in

urlpatterns = [
    path("", managing.OverviewView.as_view(), name="second_factor"),
    path("sign-in/", sign_in.SignInView.as_view(), name="second_factor_login"),
    path("set-up/", setting_up.SetupView.as_view(), name="second_factor_setup"),
    path("codes/", setting_up.RenewCodesView.as_view(), name="second_factor_codes"),
    path("confirm/", managing.ConfirmView.as_view(), name="second_factor_confirm"),
    path("remove/", managing.RemoveView.as_view(), name="second_factor_remove"),
    path("browsers/<int:device_id>/forget/", managing.ForgetView.as_view(), name="second_factor_forget"),
]
