"""What production must be told. Importing this module raises a sentence for everything that is missing.

It looks at the environment before any setting is read, so that an empty value is named too.
"""

import environ
from django.core.exceptions import ImproperlyConfigured

from ebok.core.startup import production_problems

env = environ.Env()

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
missing = [f"{name}: {meaning}" for name, meaning in REQUIRED.items() if not env.str(name, default="")]
problems = (
    []
    if missing
    else production_problems(
        secret_key=env.str("SECRET_KEY"),
        site_url=env.str("SITE_URL"),
        demo=env.bool("EBOK_DEMO", default=False),
    )
)
if missing:
    raise ImproperlyConfigured(
        "eBOK cannot start in production. These settings are missing from the environment:\n  "
        + "\n  ".join(missing)
    )
if problems:
    raise ImproperlyConfigured("eBOK cannot start in production:\n  " + "\n  ".join(problems))
