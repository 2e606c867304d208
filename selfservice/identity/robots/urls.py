from django.urls import path

from selfservice.identity.robots.views import challenge

urlpatterns = [path("challenge/<slug:purpose>/", challenge, name="robots_challenge")]
