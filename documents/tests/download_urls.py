"""A site with one view that gives a file to anybody: what `deliver` is tested through."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import path

from documents.downloads import deliver
from ebok.core.zones import Zone
from ebok.urls import ZONES as WHOLE_MAP
from ebok.urls import urlpatterns as whole_site

ZONES = [Zone(name="files", prefix="files/", public=True), *WHOLE_MAP]
expected: dict[str, Any] = {}


def give(request: HttpRequest) -> HttpResponseBase:
    return deliver(request=request, **expected)


urlpatterns = [
    path("files/one/", give),
    *whole_site,
]
