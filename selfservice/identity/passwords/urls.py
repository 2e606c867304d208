from django.urls import path

from selfservice.identity.passwords.views import strength

urlpatterns = [path("strength/", strength, name="password_strength")]
