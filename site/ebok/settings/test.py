"""The test suite: memory databases, a fast hasher, no network, nothing from the environment's disk."""

import tempfile
from pathlib import Path

from ebok.settings.base import *  # noqa: F403
from ebok.settings.base import DATABASES, STORAGES, env

SECRET_KEY = "test-only-secret-key-of-sufficient-length-0123456789"
DEMO = False
STYLEGUIDE = True
VAR_DIR = Path(tempfile.mkdtemp(prefix="ebok-test-"))
MEDIA_ROOT = VAR_DIR / "media"
STORAGE_URL = f"file://{VAR_DIR}/files"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "default"},
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
for alias, database in DATABASES.items():
    if database["ENGINE"] == "django.db.backends.sqlite3" and not env.str("DATABASE_URL", default=""):
        database["NAME"] = ":memory:"
        database["OPTIONS"] = {}
        database["TEST"] = {"NAME": f"file:{alias}?mode=memory&cache=shared"}
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_URL = "memory://"
AUDIT_FLUSH_ALLOWED = True  # tests without transactions empty the tables after themselves
CELERY_BROKER_URL = env.str("BROKER_URL", default="memory://")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
WHITENOISE_AUTOREFRESH = True
