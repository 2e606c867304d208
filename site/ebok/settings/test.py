"""The test suite: memory databases, a fast hasher, no network, nothing from the environment's disk.

`make services-test` names real servers by DATABASE_URL, EXCHANGE_DATABASE_URL, CACHE_URL, PAGE_CACHE_URL
and BROKER_URL.
"""

import gc
import tempfile
from pathlib import Path

from ebok.settings.background import celery_settings
from ebok.settings.base import *  # noqa: F403
from ebok.settings.base import DATABASES, STORAGES, env

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
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
for database in DATABASES.values():
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["NAME"] = ":memory:"
        database["OPTIONS"] = {}
CELERY_TASK_ALWAYS_EAGER = False
AUDIT_FLUSH_ALLOWED = True  # tests without transactions empty the tables after themselves
vars().update(
    celery_settings(broker_url=env.str("BROKER_URL", default="memory://"), folder=VAR_DIR / "queue")
)
WHITENOISE_AUTOREFRESH = True
