"""Settings: everything that differs between machines is read from the environment."""

import re
import ssl
from pathlib import Path
from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import oidc, storage
from config.env import database, env_bool, env_int, env_list, env_str

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env_str("PORTAL_VAR", str(BASE_DIR / "var")))

# demo | test | production: demo and test relax what a public host must never relax.
MODE = env_str("PORTAL_MODE", "production")
if MODE not in {"demo", "test", "production"}:
    msg = f"PORTAL_MODE is {MODE!r}: write demo, test or production."
    raise ImproperlyConfigured(msg)
IS_DEMO = MODE == "demo"
# Demo mode offers second factors without enforcing them; tests switch it on where they need it.
SECOND_FACTOR_ENFORCED = MODE == "production"
DEBUG = False

SECRET_KEY = env_str("SECRET_KEY")
_WEAK = len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 8 or "insecure" in SECRET_KEY
if MODE == "production" and _WEAK:
    msg = "SECRET_KEY is missing, short or a default: use 50 random characters or more."
    raise ImproperlyConfigured(msg)

BASE_URL = env_str("PORTAL_BASE_URL", "http://localhost:8000").rstrip("/")
# Under https://host/portal all addresses begin with /portal; at the root of a host this is None.
FORCE_SCRIPT_NAME = urlsplit(BASE_URL).path or None
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost")
_LOCAL = {"localhost", "127.0.0.1", "[::1]", "testserver"}
if IS_DEMO and not all(h in _LOCAL or h.endswith(".localhost") for h in ALLOWED_HOSTS):
    msg = "PORTAL_MODE=demo signs anybody in: it runs on localhost only (see ALLOWED_HOSTS)."
    raise ImproperlyConfigured(msg)
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    # First, so that our `migrate` runs as the database owner.
    "boards",
    "audits",
    "reviews",
    "performance",
    "training",
    "reports",
    "config",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "crispy_forms",
    "crispy_forms_gds",
    "rest_framework",
    "csp",
]

MIDDLEWARE = [
    "boards.metrics.RequestMetricsMiddleware",
    "boards.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "boards.middleware.PolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "boards.middleware.IdleTimeoutMiddleware",
    "boards.middleware.AccessMiddleware",
    "boards.middleware.SignInRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "boards.middleware.SecondFactorMiddleware",
    "boards.double_clicks.DoubleClickMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "boards.context.frame",
            ],
        },
    }
]

# `default` is the application's role: no superuser, not the owner of a table.
# `owner` is the same database for migrations and restore alone.
DATABASES = {
    "default": database(env_str("DATABASE_URL"))
    | {"CONN_MAX_AGE": env_int("DATABASE_CONN_MAX_AGE", 60), "CONN_HEALTH_CHECKS": True},
    "owner": database(env_str("DATABASE_OWNER_URL", env_str("DATABASE_URL"))),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGHISTORY_APPEND_ONLY = True
# The migrations of the apps are ours to write; triggers go with them.
PGTRIGGER_MIGRATIONS = True

REDIS_URL = env_str("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "boards.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = env_int("SESSION_IDLE_MINUTES", 8 * 60) * 60
SESSION_SAVE_EVERY_REQUEST = False
# Browsers take a cookie called __Host- from this host alone, by TLS, for all of its paths; other
# portals on the host get no cookie of one that has a path of its own.
_COOKIES = "" if MODE != "production" else "__Secure-" if FORCE_SCRIPT_NAME else "__Host-"
SESSION_COOKIE_NAME = f"{_COOKIES}portal_session"
CSRF_COOKIE_NAME = f"{_COOKIES}portal_csrf"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = f"{FORCE_SCRIPT_NAME or ''}/"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "boards.views.errors.csrf_failure"

AUTH_USER_MODEL = "boards.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "boards.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "request_login_code": "boards.accounts.forms.SignInForm",
    "confirm_login_code": "boards.accounts.forms.ConfirmCodeForm",
}
# Within a minute; what counts for longer is in boards/accounts/limits.py.
ACCOUNT_RATE_LIMITS = {"request_login_code": "60/m/ip,3/m/key"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "boards.accounts.mfa_adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "boards.accounts.forms.SecondFactorForm",
    "reauthenticate": "boards.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "boards.accounts.forms.ActivateAppForm",
    "add_webauthn": "boards.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "boards.accounts.forms.NamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Safeguarding portal"
# Browsers allow passkeys without TLS on localhost only; nowhere else may we.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False

# Identity providers sign in people who are there already; none of them makes an account.
_PROVIDERS = oidc.apps(tls_only=MODE == "production")
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _PROVIDERS}}
SOCIALACCOUNT_ADAPTER = "boards.accounts.single_sign_on.Adapter"
SOCIALACCOUNT_ONLY = SOCIALACCOUNT_STORE_TOKENS = False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = f"{FORCE_SCRIPT_NAME or ''}/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env_str("PORTAL_MEDIA", str(VAR_DIR / "media")))
# There is no media address: every download is a view that checks again who asks.
MEDIA_URL = ""
STORAGES = {
    "default": storage.default(),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if MODE != "test"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = MODE == "test"
EVIDENCE_MAX_BYTES = env_int("EVIDENCE_MAX_MB", 25) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
# Large files stop at EVIDENCE_MAX_BYTES, so that the temporary ones of one request are bounded too.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "boards.upload_handlers.GuardedUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 10
# host:port of ClamAV's clamd; empty where no virus scanner is configured.
CLAMAV_ADDRESS = env_str("CLAMAV_ADDRESS", "")
CLAMAV_TIMEOUT_SECONDS = env_int("CLAMAV_TIMEOUT_SECONDS", 30)

EMAIL_BACKEND = env_str(
    "EMAIL_BACKEND",
    "django.core.mail.backends.dummy.EmailBackend"
    if MODE != "production"
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = env_str("EMAIL_HOST", "localhost")
EMAIL_PORT = env_int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 20
# Where the file backend puts mail (tests read what really left).
EMAIL_FILE_PATH = env_str("EMAIL_FILE_PATH", str(VAR_DIR / "mail"))
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "portal@localhost")

CELERY_BROKER_URL = REDIS_URL
if REDIS_URL.startswith("rediss://"):
    CELERY_BROKER_USE_SSL = {"ssl_cert_reqs": ssl.CERT_REQUIRED}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False  # the row, not the broker, says what is to be done again
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# One try: by default a request would wait eight seconds for a broker that refuses it.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1, "socket_timeout": 5,
    "max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0,
}  # fmt: skip
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    **{
        f"note-worker-{queue}": {
            "task": "boards.note_worker",
            "args": [queue],
            "schedule": 60.0,
            "options": {"queue": queue, "expires": 60},
        }
        for queue in ("default", "mail", "reports")
    },
    "requeue-stalled": {"task": "boards.requeue_stalled", "schedule": 30.0},
    "forget-ended-sessions": {"task": "boards.forget_ended_sessions", "schedule": 3600.0},
    "sweep-files": {"task": "boards.sweep_files", "schedule": crontab(hour="3", minute="20")},
    # Beat may be away for days: what is due is found from dates, and sent once.
    "chase-returns": {"task": "audits.chase_returns", "schedule": crontab(hour=7, minute=10)},
    "send-digests": {"task": "boards.send_digests", "schedule": 300.0},
    "ask-for-figures": {"task": "performance.ask_for_figures", "schedule": 900.0},
    "calculate-derived": {
        "task": "performance.calculate_derived",
        "schedule": crontab(hour=5, minute=40),
    },
    "close-rounds": {"task": "audits.close_rounds", "schedule": 900.0},
}

CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"

REST_FRAMEWORK = {
    # Each view of the API says who may call it; by default nobody may.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_RATES": {"api": "120/min"},
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Safeguarding Board Portal",
    "DESCRIPTION": "Agencies' systems read which figures are asked for, and send them.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Browsers apply it also to where a form's answer leads: the provider's page.
        "form-action": [SELF, *oidc.origins(_PROVIDERS)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
_SECURE = MODE == "production"
SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", default=_SECURE)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _SECURE
SECURE_REDIRECT_EXEMPT = [re.escape("health/live"), re.escape("health/ready")]
# How many proxies of ours stand in front; what they say of the client is believed, no more.
PROXY_COUNT = env_int("PROXY_COUNT", 0)
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Who may read the figures at /health/metrics: whoever has the token, or asks from these networks.
METRICS_TOKEN = env_str("METRICS_TOKEN", "")
METRICS_NETWORKS = env_list("METRICS_NETWORKS")
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    msg = "METRICS_TOKEN is short: use 20 random characters or more."
    raise ImproperlyConfigured(msg)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "boards.logs.RequestIdFilter"}},
    "formatters": {"json": {"()": "boards.logs.JsonFormatter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["request_id"],
        }
    },
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "propagate": False},
        # Refusals are the portal working, not failing.
        "django.request": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
    },
}

if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
