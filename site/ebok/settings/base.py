"""Settings shared by every way of running eBOK.

One short block for each outside system. Values that differ between installations come from the
environment; `site/docs/operations.md` lists them all.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

from ebok.settings.background import celery_settings
from ebok.settings.keeping import *  # noqa: F403
from ebok.settings.sign_in import *  # noqa: F403

env = environ.Env()

SITE_DIR = Path(__file__).resolve().parents[2]
ROOT_DIR = SITE_DIR.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(ROOT_DIR / "var"))).resolve()

# --- The application --------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
DEMO = False
# The demo town: so many customer accounts, always the same ones.
DEMO_ACCOUNTS, DEMO_SEED = 400, 1
EMBEDDED = False  # started by `make run`, which prepares and watches everything itself
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
PORT = env.int("PORT", default=8000)  # of the embedded start; production binds by WEB_BIND
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
ROOT_URLCONF = "ebok.urls"
WSGI_APPLICATION = "ebok.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

INSTALLED_APPS = [
    "ebok.core",
    "ebok.audit",
    "ebok.outbox",
    "documents",
    "documents.prepared",
    "documents.drafts",
    "cms_pages",
    "selfservice.exchange",
    "selfservice.exchange.outgoing",
    "selfservice.identity",
    "selfservice.identity.devices",
    "selfservice.identity.passwords",
    "selfservice.identity.second_factor",
    "selfservice.identity.throttles",
    "selfservice.identity.robots",
    "selfservice.access",
    "selfservice.access.feeds",
    "selfservice.access.consents",
    "selfservice.access.data_changes",
    "selfservice.access.leaving",
    "selfservice.messaging",
    "selfservice.metering",
    "selfservice.tickets",
    "selfservice.access.linking",
    "selfservice.access.invitations",
    "selfservice.contracts.reminders",
    "selfservice.zones.portal",
    "selfservice.zones.guest",
    "selfservice.zones.staff",
    "allauth",
    "allauth.account",
    "django_otp",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.locales",
    "wagtail.sites",
    "selfservice.identity.cms_users.apps.OfficeUsersConfig",  # wagtail.users, without names and passwords
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "ebok.core.middleware.RequestContextMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "ebok.core.middleware.SecurityHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ebok.core.methods.MethodsMiddleware",
    "ebok.core.uploads_host.UploadsHostMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms_pages.page_cache.PageCacheMiddleware",
    "ebok.core.middleware.UrlLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ebok.core.middleware.ZoneMiddleware",
    "documents.middleware.FileFaultMiddleware",
    "selfservice.identity.middleware.SessionLimitsMiddleware",
    "cms_pages.redirects.PublicRedirectMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ebok.core.context_processors.office",
                "cms_pages.context_processors.office",
                "selfservice.zones.portal.context_processors.menu",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "ebok.core.templatetags.ebok",
                "ebok.core.templatetags.components",
            ],
        },
    }
]

# --- Databases: the portal's own, and what the billing system shares ---------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/portal.sqlite3"),
    "exchange": env.db_url("EXCHANGE_DATABASE_URL", default=f"sqlite:///{VAR_DIR}/exchange.sqlite3"),
}
SQLITE_OPTIONS = {
    # Writers of several processes queue up instead of failing with "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
}
# A database that is away must show within seconds, not after the network's own minutes: while it is reached
# for, and when it falls silent in the middle of an answer (a line that was cut sends no farewell).
SERVER_OPTIONS = {
    "connect_timeout": 3,  # seconds, as the next two
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 11_000,  # milliseconds
}
for database in DATABASES.values():
    # Opening anew costs 1.6 ms of every request on SQLite, more over a network.
    database.setdefault("CONN_MAX_AGE", 60)
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = {**SQLITE_OPTIONS, **database.get("OPTIONS", {})}
    else:
        database.setdefault("CONN_HEALTH_CHECKS", True)
        database["OPTIONS"] = {**SERVER_OPTIONS, **database.get("OPTIONS", {})}
DATABASE_ROUTERS = ["selfservice.exchange.router.ExchangeRouter"]
EXCHANGE_MANAGED = env.bool("EXCHANGE_MANAGED", default=True)
EXCHANGE_FRESHNESS_HOURS = env.int("EXCHANGE_FRESHNESS_HOURS", default=36)
# Tables with a budget of their own, such as "assets=1,readings=48".
EXCHANGE_FRESHNESS_TABLES = env.dict("EXCHANGE_FRESHNESS_TABLES", cast={"value": int}, default={})
EXCHANGE_MAX_BYTES = env.int("EXCHANGE_MAX_BYTES", default=64 * 1024**3)  # what a zip may unpack to

# --- Cache: limits and small facts; pages apart, so that clearing pages never clears limits -----
CACHES: dict[str, dict[str, Any]] = {
    "default": env.cache_url("CACHE_URL", default="dbcache://ebok_cache"),
    "pages": env.cache_url("PAGE_CACHE_URL", default=f"filecache://{VAR_DIR}/cache/pages"),
}
if CACHES["pages"]["BACKEND"].endswith("FileBasedCache"):
    # Locks that hold across processes, and room for every page of a large site.
    CACHES["pages"]["BACKEND"] = "cms_pages.file_cache.AtomicFileCache"
    CACHES["pages"]["OPTIONS"] = {"MAX_ENTRIES": 5000}
CACHES["default"]["KEY_PREFIX"] = "ebok"
CACHES["pages"]["KEY_PREFIX"] = "page"

# --- Files: private ones by our storage module, the editors' images and documents by Django's ----
STORAGE_URL = env.str("STORAGE_URL", default=f"file://{VAR_DIR}/files")
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
# A host of their own for pictures and documents of editors, such as files.example.pl; also in ALLOWED_HOSTS.
UPLOADS_HOST = env.str("UPLOADS_HOST", default="")
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [SITE_DIR / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "documents.storage.media.BucketMedia"
        if STORAGE_URL.startswith("s3://")
        else "django.core.files.storage.FileSystemStorage"
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Who sends the bytes of a private download: nginx (an internal location over the local store, such
# as "/private-files/"), the S3 server (links of a minute), or, by default, the application itself.
DOWNLOADS_X_ACCEL_PREFIX = env.str("DOWNLOADS_X_ACCEL_PREFIX", default="")
DOWNLOADS_BY_LINK = env.bool("DOWNLOADS_BY_LINK", default=False)

# --- KSeF: where the QR code of an invoice leads (qr-test.ksef.mf.gov.pl for tests) --------------
KSEF_QR_HOST = env.str("KSEF_QR_HOST", default="https://qr.ksef.mf.gov.pl")

# --- Background work ---------------------------------------------------------------------------
BROKER_URL = env.str("BROKER_URL", default="filesystem://")
QUEUE_DIR = VAR_DIR / "queue"
vars().update(celery_settings(broker_url=BROKER_URL, folder=QUEUE_DIR))
OUTBOX_LEASE_SECONDS = 45  # how long work may stay silent before another worker takes it over
OUTBOX_QUEUE_AGE_SECONDS = 120  # work that is due for longer raises an alarm
SCHEDULER_SILENCE_SECONDS = 90  # no sign of life for longer is shown by /health/ready

# --- E-mail ------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="eBOK <ebok@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Who gets the hash of the event log's newest seal every day, outside of this system; "" for nobody.
AUDIT_ANCHOR_EMAIL = env.str("AUDIT_ANCHOR_EMAIL", default="")

# --- Language and time: Polish by default, English under /en/ -----------------------------------
LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", _("Polish")), ("en", _("English"))]
LOCALE_PATHS = [SITE_DIR / "locale"]
TIME_ZONE = "Europe/Warsaw"
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES

# --- Who is in front of us ----------------------------------------------------------------------
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

# --- Cookies and headers ------------------------------------------------------------------------
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ebok.core.errors.csrf_failure"
MESSAGE_STORAGE = "ebok.core.message_storage.HostMessages"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# --- Wagtail -----------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "eBOK"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
# One front door: Wagtail's own sign-in, password and e-mail forms are closed.
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# What editors upload is judged like the files of customers; the endings only say so beforehand.
WAGTAILDOCS_DOCUMENT_FORM_BASE = "documents.cms_uploads.SafeDocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt", "ods"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "documents.cms_uploads.SafeImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
# Nothing of other sites is shown in pages, and our server asks no other site on an editor's behalf.
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILAPI_RICH_TEXT_FORMAT = "html"
# Editors all live by the office's clock, so that "8:00" means one moment to everybody.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Logs --------------------------------------------------------------------------------------
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING_CONFIG = None  # ebok.core.logs configures structlog and the standard library together
