"""One command on a fresh machine: embedded databases, a demo town, no outside system."""

from ebok.settings.base import *  # noqa: F403
from ebok.settings.base import VAR_DIR, env

EMBEDDED = True
DEMO = env.bool("EBOK_DEMO", default=True)
# Known to everybody who reads this file; production refuses to start with it.
SECRET_KEY = env.str("SECRET_KEY", default="ebok-demo-only-not-a-secret-0123456789abcdefghij")
DEBUG = env.bool("DEBUG", default=False)
STYLEGUIDE = True
if not env.str("EMAIL_URL", default=""):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
