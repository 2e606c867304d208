"""The map of the site: every zone is mounted here once, with its guard."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from ebok.core.zones import Zone
from selfservice.identity.guards import cms_guard, portal_guard, staff_guard

ZONES = [
    Zone(name="public", prefix="", public=True, personal=False),
    Zone(name="accounts", prefix="accounts/", public=True),
    Zone(name="portal", prefix="portal/", guard=portal_guard),
    Zone(name="staff", prefix="staff/", guard=staff_guard),
    Zone(name="cms", prefix="cms/", guard=cms_guard),
]

urlpatterns = [
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *i18n_patterns(
        path("accounts/", include("allauth.urls")),
        path("portal/", include("selfservice.zones.portal.urls")),
        path("staff/", include("selfservice.zones.staff.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
