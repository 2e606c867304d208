"""What everybody may fetch: the library of document templates, and pictures of public pages."""

from __future__ import annotations

from django.urls import path

from documents.views.pictures import picture
from documents.views.versions import version_file

urlpatterns = [path("wzory/plik/<int:version_id>/", version_file, name="document_version_file")]
picture_urls = [path("images/<str:name>", picture, name="picture")]
