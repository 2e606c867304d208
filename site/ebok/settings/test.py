"""The test suite: memory databases, a fast hasher, no network, nothing from the environment's disk.

`make services-test` names real servers by DATABASE_URL, EXCHANGE_DATABASE_URL, CACHE_URL, PAGE_CACHE_URL
and BROKER_URL.
"""

import gc
import os
import tempfile
from pathlib import Path

from ebok.settings.background import celery_settings
from ebok.settings.base import *  # noqa: F403
from ebok.settings.base import CACHES, DATABASES, STORAGES, env


def of_this_worker(address: str) -> str:
    """Where one worker of the suite keeps what it keeps: three of the sixteen databases of a Redis."""
    server, _slash, number = address.rpartition("/")
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return f"{server}/{int(number) + 3 * worker}" if server.startswith("redis://") else address


gc.set_threshold(200_000, 50, 100)  # a seventh of the suite's time went into looking for cycles
SECRET_KEY = "test-only-secret-key-of-sufficient-length-0123456789"
DEMO = False
STYLEGUIDE = True
VAR_DIR = Path(tempfile.mkdtemp(prefix="ebok-test-"))
MEDIA_ROOT = VAR_DIR / "media"
STORAGE_URL = f"file://{VAR_DIR}/files"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
RECOVERY_CODE_COST = 2
BREACHED_PASSWORDS = "off"
ROBOT_CHECK = "off"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if not env.str("CACHE_URL", default=""):
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
    }
for cache in CACHES.values():
    cache["LOCATION"] = of_this_worker(cache["LOCATION"])
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
for database in DATABASES.values():
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["NAME"] = ":memory:"
        database["OPTIONS"] = {}
CELERY_TASK_ALWAYS_EAGER = False
AUDIT_FLUSH_ALLOWED = True  # tests without transactions empty the tables after themselves
broker_url = of_this_worker(env.str("BROKER_URL", default="memory://"))
vars().update(celery_settings(broker_url=broker_url, folder=VAR_DIR / "queue"))
WHITENOISE_AUTOREFRESH = True
