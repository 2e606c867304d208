"""The eBOK project: settings, the map of URLs and the shared kernel."""

from ebok.celery import app as celery_app

__all__ = ["celery_app"]
