"""What search engines are told."""

from __future__ import annotations

from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from cms_pages import visibility
from cms_pages.public_content import public_content

CLOSED = ("/accounts/", "/portal/", "/staff/", "/field/", "/cms/", "/en/accounts/", "/en/portal/")


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponseBase:
    """`/robots.txt`: the public pages are open, what is behind sign-in is no place for robots."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in CLOSED),
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    text = "\n".join(lines) + "\n"
    return public_content(request, lambda: HttpResponse(text, content_type="text/plain; charset=utf-8"))


@require_safe
def sitemap_xml(request: HttpRequest) -> HttpResponseBase:
    """`/sitemap.xml`: every public page of every language, with its last change."""
    return public_content(request, lambda: HttpResponse(_sitemap(request), content_type="application/xml"))


def _sitemap(request: HttpRequest) -> str:
    pages = visibility.public_pages().filter(depth__gt=1).order_by("path")
    entries = "".join(
        f"<url><loc>{escape(settings.SITE_URL + page.get_url(request))}</loc>{_last_change(page)}</url>"
        for page in pages
        if page.get_url(request)
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>\n'


def _last_change(page: object) -> str:
    changed = getattr(page, "last_published_at", None)
    return f"<lastmod>{changed:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed else ""
