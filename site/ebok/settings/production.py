"""Production: every setting that a default would make unsafe must be given, or nothing starts."""

from django.core.exceptions import ImproperlyConfigured

from ebok.core.startup import production_problems
from ebok.settings.base import *  # noqa: F403
from ebok.settings.base import env

REQUIRED = {
    "SECRET_KEY": "a long random text of your own, at least 50 characters",
    "SITE_URL": "the address customers see, such as https://ebok.example.pl",
    "ALLOWED_HOSTS": "the host names that may be asked for, separated by commas",
    "DATABASE_URL": "the portal's database, such as postgres://ebok:...@db/ebok",
    "EXCHANGE_DATABASE_URL": "the exchange database, such as postgres://ebok_reader:...@db/exchange",
    "CACHE_URL": "the shared cache, such as redis://cache:6379/0",
    "PAGE_CACHE_URL": "the cache of public pages, such as redis://cache:6379/1",
    "BROKER_URL": "the queue, such as redis://cache:6379/2",
    "STORAGE_URL": "where private files live: file:///srv/ebok/files or s3://...",
    "EMAIL_URL": "the mail server, such as smtp+tls://user:password@mail:587",
    "DEFAULT_FROM_EMAIL": "the sender of our letters",
    "TRUSTED_PROXY_COUNT": "how many proxies stand in front of the application (nginx alone: 1)",
}
missing = [f"  {name}: {meaning}" for name, meaning in REQUIRED.items() if not env.str(name, default="")]
if missing:
    raise ImproperlyConfigured(
        "eBOK cannot start in production. These settings are missing from the environment:\n"
        + "\n".join(missing)
    )
problems = production_problems(
    secret_key=env.str("SECRET_KEY"),
    site_url=env.str("SITE_URL"),
    demo=env.bool("EBOK_DEMO", default=False),
)
if problems:
    raise ImproperlyConfigured(
        "eBOK cannot start in production:\n" + "\n".join(f"  {problem}" for problem in problems)
    )
DEBUG = False
DEMO = False
STYLEGUIDE = False

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
