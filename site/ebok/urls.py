"""The map of the site: every zone is mounted here once, with its guard.

Closed by default. A new URL belongs under the prefix of a guarded zone; if everybody may read it, its
route is added by name to `PUBLIC_ROUTES`. Anything else answers 404 and fails `site/tests/test_zones.py`.
"""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms_pages import urls as content_urls
from cms_pages.api import content_api
from cms_pages.api_office import Office
from documents.urls import picture_urls
from ebok.core.zones import Zone, closed
from selfservice.identity.email_change import change_email
from selfservice.identity.guards import cms_guard, portal_guard, staff_guard
from selfservice.zones.api.guards import supplier_guard
from selfservice.zones.api.secret_guards import feed_guard, personal_token_guard
from selfservice.zones.staff.views.not_found import not_found as staff_not_found

# Resolver routes as Django spells them, without the language prefix.
PUBLIC_ROUTES = frozenset(
    {
        wagtail_urls.serve_pattern,  # pages of the site; Wagtail shows published ones only
        "media/images/<str:name>",  # pictures of public pages
        "wzory/plik/<int:version_id>/",  # document templates, while their window is open
        "theme.css",
        "sitemap.xml",
        "robots.txt",
        "napisz-do-nas/",
        "napisz-do-nas/wyslano/",
    }
)
# The editors' files: `cms_pages.attachments` decides who may have one; some are for signed-in people.
FILE_ROUTES = frozenset({r"documents/^(\d+)/(.*)$"})
# Wagtail's own sign-in forms: a page's shared password stays, the second front door does not.
PASSWORD_ROUTES = frozenset(
    {
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        "documents/authenticate_with_password/<int:restriction_id>/",
    }
)
SPARE_ROUTES = frozenset({"_util/login/"})

ZONES = [
    Zone(name="public", routes=PUBLIC_ROUTES, public=True, personal=False),
    Zone(name="files", routes=FILE_ROUTES, public=True),
    Zone(name="accounts", prefix="accounts/", routes=PASSWORD_ROUTES, public=True),
    Zone(name="guest", prefix="zgloszenia/", public=True),
    Zone(name="schedule", prefix="harmonogram/", public=True),
    Zone(name="portal", prefix="portal/", guard=portal_guard),
    Zone(name="staff", prefix="staff/", guard=staff_guard, not_found=staff_not_found),
    Zone(name="field", prefix="field/", guard=staff_guard),
    Zone(name="cms", prefix="cms/", guard=cms_guard),
    Zone(name="api", prefix="api/v1/", guard=closed),
    Zone(name="exchange-api", prefix="api/v1/exchange/", guard=supplier_guard),
    Zone(name="portal-api", prefix="api/v1/portal/", guard=personal_token_guard),
    Zone(name="feeds", prefix="feeds/", guard=feed_guard),
    Zone(name="content-api", prefix="api/v1/content/", public=True, personal=False),
    Zone(name="hooks", prefix="hooks/", guard=closed),
    Zone(name="styleguide", prefix="styleguide/", public=True),
    Zone(name="health", prefix="health/", public=True),
    Zone(name="closed", routes=SPARE_ROUTES, guard=closed),
]

handler400 = "ebok.core.errors.bad_request"
handler403 = "ebok.core.errors.permission_denied"
handler404 = "ebok.core.errors.not_found"
handler429 = "ebok.core.errors.too_many_requests"
handler500 = "ebok.core.errors.server_error"

urlpatterns = [
    path("health/", include("ebok.core.health_urls")),
    path("cms/login/", RedirectView.as_view(pattern_name="wagtailadmin_home"), name="cms_login"),
    path("cms/", include("cms_pages.own_views_of_wagtail")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/", include(picture_urls)),
    path("api/v1/content/office/", Office.as_view(), name="content_api_office"),
    path("api/v1/content/", content_api.urls),
    path("api/v1/portal/", include("selfservice.zones.api.urls_customer")),
    path("feeds/", include("selfservice.zones.api.urls_feeds")),
    path("api/v1/exchange/", include("selfservice.zones.api.urls_exchange")),
    *content_urls.plain_patterns,
    *i18n_patterns(
        path("accounts/second-factor/", include("selfservice.identity.second_factor.urls")),
        path("accounts/devices/", include("selfservice.identity.devices.urls")),
        path("accounts/password/", include("selfservice.identity.passwords.urls")),
        path("accounts/robots/", include("selfservice.identity.robots.urls")),
        path("accounts/open/", include("selfservice.identity.throttles.urls")),
        path("accounts/email/", change_email, name="account_email"),
        path("accounts/", include("allauth.urls")),
        path("zgloszenia/", include("selfservice.zones.guest.urls")),
        path("harmonogram/", include("selfservice.zones.guest.urls_schedule")),
        path("portal/", include("selfservice.zones.portal.urls")),
        path("staff/", include("selfservice.zones.staff.urls")),
        *([path("styleguide/", include("ebok.core.styleguide.urls"))] if settings.STYLEGUIDE else []),
        *content_urls.language_patterns,
        path("", include("documents.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
