"""Public addresses beside the pages of the site."""

from __future__ import annotations

from django.urls import path

from cms_pages.contact import views as contact
from cms_pages.robots import robots_txt, sitemap_xml
from cms_pages.theme import theme_css

# Once for the whole site, without a language.
plain_patterns = [
    path("theme.css", theme_css, name="theme_css"),
    path("sitemap.xml", sitemap_xml, name="sitemap"),
    path("robots.txt", robots_txt, name="robots"),
]
# Below the language prefix.
language_patterns = [
    path("napisz-do-nas/", contact.write, name="contact_form"),
    path("napisz-do-nas/wyslano/", contact.sent, name="contact_sent"),
]
