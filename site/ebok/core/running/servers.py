"""The two parts of a running office: the web server, and the worker with its clock."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

from django.conf import settings

from ebok.core.running.children import Part


def parts(*, address: str) -> list[Part]:
    """The parts, with their logs in `var/log/`.

    Parameters:
        address: where the web server listens, as "127.0.0.1:8000".
    """
    logs = Path(settings.VAR_DIR, "log")
    return [
        Part(name="web", serve=lambda: serve_web(address), log=logs / "web.log"),
        Part(name="worker", serve=serve_work, log=logs / "worker.log"),
    ]


def serve_web(address: str) -> None:
    """gunicorn, as in production but on the given address."""
    config = Path(settings.SITE_DIR, "deploy", "gunicorn.conf.py")
    sys.argv = ["gunicorn", "--config", str(config), "--bind", address, "ebok.wsgi:application"]
    runpy.run_module("gunicorn", run_name="__main__")


def serve_work() -> None:
    """One Celery worker with one child and the scheduler beside it."""
    from ebok.celery import app

    options = ["--beat", "--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    app.worker_main(["worker", *options])
