"""Production: every setting that a default would make unsafe must be given, or nothing starts."""

import ebok.settings.required  # noqa: F401  first of all: it refuses to start
from ebok.settings.base import *  # noqa: F403
from ebok.settings.base import env

DEBUG = False
DEMO = False
STYLEGUIDE = False

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# Load balancers ask inside of the house, without TLS, and learn nothing secret.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
