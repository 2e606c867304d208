from django.urls import path

from selfservice.identity.devices import views

urlpatterns = [
    path("", views.overview, name="devices"),
    path("history/", views.history, name="devices_history"),
    path("end-others/", views.end_others, name="devices_end_others"),
    path("end/<slug:handle>/", views.end, name="devices_end"),
    path("time-left/", views.time_left, name="devices_time_left"),
    path("extend/", views.extend, name="devices_extend"),
]
