from django.urls import path

from selfservice.identity.throttles.views import open_lock

urlpatterns = [path("<str:user>/<str:token>/", open_lock, name="throttles_open")]
