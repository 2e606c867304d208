"""The CMS builds full addresses from its own record of the site; that record follows SITE_URL."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import router
from wagtail.models import Site

PORTS = {"http": 80, "https": 443}


def after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Signal handler: keeps host and port of the default site as the installation's settings say."""
    if using == router.db_for_write(Site):
        follow_settings()


def follow_settings() -> None:
    """Write host and port of SITE_URL into the default site, if there is one."""
    host, port = host_and_port()
    for site in Site.objects.filter(is_default_site=True).exclude(hostname=host, port=port):
        site.hostname, site.port = host, port
        site.save()


def host_and_port() -> tuple[str, int]:
    """Of SITE_URL."""
    address = urlsplit(settings.SITE_URL)
    return address.hostname or "localhost", address.port or PORTS[address.scheme]
