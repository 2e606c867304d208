"""Settings that keep strangers out: passwords, second factor, limits on tries, robots, networks, uploads."""

from __future__ import annotations

import environ

env = environ.Env()

# --- Passwords ---------------------------------------------------------------------------------
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "selfservice.identity.passwords.validators.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "selfservice.identity.passwords.validators.CommonWordsValidator"},
    {"NAME": "selfservice.identity.passwords.validators.LeakedPasswordValidator"},
]
# Fewest characters of a password.
PASSWORD_MINIMUM = {"customer": 10, "staff": 12}
# Where leaked passwords are looked up: online (k-anonymity), file (a local sorted copy) or off.
BREACHED_PASSWORDS = env.str("BREACHED_PASSWORDS", default="online")
BREACHED_PASSWORDS_URL = env.str("BREACHED_PASSWORDS_URL", default="https://api.pwnedpasswords.com")
BREACHED_PASSWORDS_FILE = env.str("BREACHED_PASSWORDS_FILE", default="")
BREACHED_PASSWORDS_SECONDS = env.float("BREACHED_PASSWORDS_SECONDS", default=1.5)
