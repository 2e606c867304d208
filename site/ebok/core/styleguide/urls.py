from django.urls import path

from ebok.core.styleguide.views import gallery, page

app_name = "styleguide"
urlpatterns = [path("", gallery, name="gallery"), path("<slug:name>/", page, name="page")]
