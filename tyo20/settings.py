"""Every setting, for every environment; what differs is read from the environment.

README.md has the table of the variables. `DEMO=on` gives an embedded database and demo accounts
on this machine; without it the service is in production and refuses to start half-configured.
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from tyo20.environment import demo_secret_key, refuse_half_configured, texts

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

if DEMO:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    SECRET_KEY = env.str("SECRET_KEY", default="") or demo_secret_key(VAR_DIR)
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
    _database = env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'tyo20.sqlite3'}")
else:
    refuse_half_configured(env, BASE_DIR)
    SECRET_KEY = env.str("SECRET_KEY")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
    _database = env.db_url("DATABASE_URL")

# Applications

INSTALLED_APPS = [
    "experiments",
    "experiments.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "post_office",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "tyo20.middleware.refuse_foreign_encodings",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tyo20.second_factor.require_second_factor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "tyo20.urls"
WSGI_APPLICATION = "tyo20.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "experiments.views.context.owner_facts",
                "experiments.views.context.languages",
            ],
        },
    }
]
FORM_RENDERER = "experiments.forms.renderers.SiteRenderer"

# Database

DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits at BEGIN instead of failing half-way
        "timeout": 10,
        # FULL: what was acknowledged survives a power cut.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    _database["HOST"] = _database["HOST"].replace("%2F", "/")  # a socket's folder
    _database["CONN_HEALTH_CHECKS"] = True
    if not DEMO:
        _database["OPTIONS"] = {"pool": True}

# What all processes count together: attempts to sign in, and their like. The table is made by a
# migration; with many processes CACHE_URL may name a Redis instead.

CACHES = {
    "default": env.cache_url("CACHE_URL", default="dbcache://cache"),
    # Counts of what may be anonymous; nothing of it leaves the process.
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "memory"},
}

# People: reporters sign in by a code sent to their address, staff by a password and a second factor

AUTH_USER_MODEL = "experiments.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "mine:list"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
ACCOUNT_ADAPTER = "experiments.views.sign_in.AccountAdapter"
ACCOUNT_FORMS = {
    "request_login_code": "experiments.forms.sign_in.AddressForm",
    "confirm_login_code": "experiments.forms.sign_in.CodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600  # seconds
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code that signs in is what confirms the address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "pages:front"
ACCOUNT_RATE_LIMITS = {
    # A whole agency may be behind one address of the network, so people are counted first.
    "request_login_code": "100/m/ip,3/m/key,10/h/key",
    "login_failed": "60/m/ip,5/300s/key",
}
# How many proxies of ours stand in front and add to X-Forwarded-For: else anybody could forge it.
TRUSTED_PROXY_COUNT = env.int(
    "TRUSTED_PROXY_COUNT", default=1 if env.bool("BEHIND_PROXY", default=False) else 0
)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", default=not DEMO)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "experiments.forms.sign_in.AddKeyForm",
    "edit_webauthn": "experiments.forms.sign_in.RenameKeyForm",
}
MFA_TOTP_ISSUER = "Työ 2.0"
MFA_TOTP_TOLERANCE = 1  # clocks of telephones are up to half a minute wrong
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an account is opened only by its code, or made by us
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # plain http, but on this machine only
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]

# Languages, dates, numbers

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["tyo20.formats"]
TIME_ZONE = "Europe/Helsinki"
USE_I18N = True
USE_TZ = True

# Files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = (
    1_000_000  # bytes of form text; the longest honest page is under 50 kB
)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Mail: in production each message is a row in the outbox, written with what it tells about, and
# `manage.py send_queued_mail` delivers it. The demo writes files.

DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="tyo20@localhost")
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = VAR_DIR / "mail"
_mail_server = env.email_url("EMAIL_URL", default="smtp://localhost:25")
EMAIL_HOST = _mail_server["EMAIL_HOST"]
EMAIL_PORT = _mail_server["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _mail_server["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _mail_server["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _mail_server.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail_server.get("EMAIL_USE_SSL", False)
EMAIL_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend" if DEMO else "post_office.EmailBackend"
)
POST_OFFICE = {
    "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
    "DEFAULT_PRIORITY": "medium",  # “now” would never be tried again
    "MAX_RETRIES": 200,
    "RETRY_INTERVAL": timedelta(minutes=5),
    "LOCK_FILE_NAME": str(VAR_DIR / "post_office"),
    "MESSAGE_ID_ENABLED": True,
}

# Security

_OVER_HTTPS = not DEMO
SECURE_SSL_REDIRECT = _OVER_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if _OVER_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _OVER_HTTPS
SECURE_HSTS_PRELOAD = _OVER_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _OVER_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if _OVER_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _OVER_HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "experiments.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in ("camera", "microphone", "geolocation", "payment", "usb", "browsing-topics")
} | {feature: ["self"] for feature in ("publickey-credentials-get", "publickey-credentials-create")}

QUICKEST_REPORT_SECONDS = 10  # a report that is sent sooner was hardly filled in by a person

# Logs: to standard output, without what people typed or who they are.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"experiments": {"level": "INFO"}, "django": {"handlers": [], "propagate": True}},
}

# The owner's facts, printed on the information pages and in mails

SERVICE_URL = env.str("SERVICE_URL", default="http://127.0.0.1:8000")  # no slash at the end
OWNER = {
    "name": texts(env, "OWNER_NAME", "Esimerkkivirasto", "Exempelämbetsverket", "Example Agency"),
    "unit": texts(env, "OWNER_UNIT", "Työ 2.0 -tiimi", "Teamet för Arbete 2.0", "Work 2.0 team"),
    "email": env.str("OWNER_EMAIL", default="tyo20@virasto.example"),
    "dpo_email": env.str("OWNER_DPO_EMAIL", default="tietosuojavastaava@virasto.example"),
    "registry_email": env.str("OWNER_REGISTRY_EMAIL", default="kirjaamo@virasto.example"),
    "accessibility_email": env.str(
        "OWNER_ACCESSIBILITY_EMAIL", default="saavutettavuus@virasto.example"
    ),
}
ACCESSIBILITY = {
    "drawn_up_on": env.str("ACCESSIBILITY_DRAWN_UP_ON", default="2026-11-24"),
    "updated_on": env.str("ACCESSIBILITY_UPDATED_ON", default="2026-11-24"),
    "method": env.str("ACCESSIBILITY_METHOD", default="self"),  # self or external
}
PRIVACY_UPDATED_ON = env.str("PRIVACY_UPDATED_ON", default="2026-11-24")
RETENTION = {
    "draft_days": env.int("RETENTION_DRAFT_DAYS", default=60),
    "declined_months": env.int("RETENTION_DECLINED_MONTHS", default=12),
    "contact_months": env.int("RETENTION_CONTACT_MONTHS", default=24),
    "name_years": env.int("RETENTION_NAME_YEARS", default=5),
    "jury_months": env.int("RETENTION_JURY_MONTHS", default=24),
    "audit_years": env.int("RETENTION_AUDIT_YEARS", default=5),
    "log_days": env.int("RETENTION_LOG_DAYS", default=30),
    "log_months": env.int("RETENTION_LOG_MONTHS", default=12),
    "backup_days": env.int("RETENTION_BACKUP_DAYS", default=90),
}
