"""Settings that keep strangers out: passwords, second factor, limits on tries, robots, networks, uploads."""

from __future__ import annotations

import environ

env = environ.Env()

# --- Sign-in -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["selfservice.identity.backends.SignInBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/portal/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "selfservice.identity.adapter.AccountAdapter"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Longest idle time and longest life of a session, in seconds.
SESSION_LIMITS = {
    "customer": {"idle": 30 * 60, "absolute": 12 * 3600},
    "staff": {"idle": 15 * 60, "absolute": 8 * 3600},
}
SESSION_COOKIE_AGE = 12 * 3600
SESSION_ENGINE = "selfservice.identity.devices.store"

# --- Passwords ---------------------------------------------------------------------------------
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "selfservice.identity.passwords.validators.LengthValidator"},
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

# --- Second factor: the office always, customers when they wish or when the site demands it -------
SECOND_FACTOR_FOR_CUSTOMERS = env.bool("SECOND_FACTOR_FOR_CUSTOMERS", default=False)
# The name that an authenticator app shows beside the code.
SECOND_FACTOR_ISSUER = env.str("SECOND_FACTOR_ISSUER", default="eBOK")
# scrypt's N: what one try of a recovery code costs in time and memory.
RECOVERY_CODE_COST = 2**13
# For how many days a browser may go without a code; 0 means never.
SECOND_FACTOR_TRUST_DAYS = {
    "customer": env.int("SECOND_FACTOR_TRUST_DAYS", default=30),
    "staff": env.int("SECOND_FACTOR_TRUST_DAYS_STAFF", default=0),
}
# So many wrong codes within a day raise an alarm, whatever right ones lie between: of one person, of all.
SECOND_FACTOR_FAILURES_A_DAY = {
    "person": 50,
    "site": env.int("SECOND_FACTOR_FAILURES_A_DAY", default=50),
}

# --- Limits on tries; allauth's own for what `throttles` does not count --------------------------
ACCOUNT_RATE_LIMITS = {
    # Wrong passwords are counted by `selfservice.identity.throttles`: for an account and a browser.
    "login_failed": "",
    # A town may stand behind one address; these only stop floods.
    "login": "600/m/ip",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,5/m/key",
    "reset_password_from_key": "60/m/ip",
    "second_factor": "60/m/ip",
    "password_strength": "120/m/ip",
}

# --- Robots: proof of work on suspicion, always, or off ------------------------------------------
ROBOT_CHECK = env.str("ROBOT_CHECK", default="suspicion")
# Steps of PBKDF2 for one try, and tries that a browser needs at most: about a second on a cheap phone.
ROBOT_COST = env.int("ROBOT_COST", default=5000)
ROBOT_WORK = env.int("ROBOT_WORK", default=200)
ACCOUNT_FORMS = {
    "login": "selfservice.identity.robots.forms.GuardedLoginForm",
    "signup": "selfservice.identity.robots.forms.GuardedSignupForm",
    "reset_password": "selfservice.identity.robots.forms.GuardedResetForm",
    "change_password": "selfservice.identity.password_change.CountedChangePasswordForm",
}
CONTACT_FORM = "selfservice.identity.robots.contact.GuardedContactForm"

# --- Customer accounts: how recent an invoice proves a claim; how long a closed account is looked at ----
LINKING_INVOICE_DAYS = env.int("LINKING_INVOICE_DAYS", default=400)
INVITATION_DAYS = env.int("INVITATION_DAYS", default=14)
CLOSED_ACCOUNT_GRACE_DAYS = env.int("CLOSED_ACCOUNT_GRACE_DAYS", default=90)

# --- Networks: from where the zones of the office may be reached; empty means from everywhere ----
STAFF_NETWORKS = env.list("STAFF_NETWORKS", default=[])
FIELD_NETWORKS = env.list("FIELD_NETWORKS", default=[])
CMS_NETWORKS = env.list("CMS_NETWORKS", default=[])

# --- Files handed in: ClamAV's daemon, unix:///run/clamav/clamd.ctl or tcp://host:3310 ------------
CLAMD_URL = env.str("CLAMD_URL", default="")
CLAMD_SECONDS = env.float("CLAMD_SECONDS", default=20)
