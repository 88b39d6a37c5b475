"""Settings, top to bottom. Everything that differs between installs comes from the environment.

Without any variable this is the embedded product: SQLite and a file-based broker under
`var/`, no server to install. `CLOSED_LOOP_MODE=production` turns the safety checks of
`clmsite/checks.py` on. docs/deploy.md lists every variable.
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from clmsite.broker import transport_options
from clmsite.env import (
    read_bool,
    read_cache,
    read_choice,
    read_database,
    read_int,
    read_list,
    read_or_make_secret,
    read_str,
)
from clmsite.logs import json_logging

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = read_choice("CLOSED_LOOP_MODE", "embedded", ("embedded", "production"))
PRODUCTION = MODE == "production"
DEBUG = read_bool("DEBUG", False)
# Everything the product writes outside the database: spool, embedded broker, uploads, logs.
VAR_DIR = Path(read_str("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = read_str("SECRET_KEY") or (
    "" if PRODUCTION else read_or_make_secret(VAR_DIR / "secret_key")
)
SECRET_KEY_FALLBACKS = read_list("SECRET_KEY_FALLBACKS")
SITE_URL = read_str("SITE_URL", "http://localhost:8000").rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
ALLOWED_HOSTS = read_list(
    "ALLOWED_HOSTS", [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
HTTP_DESTINATIONS = read_bool("HTTP_DESTINATIONS", False)  # links may lead to http:// (TL-01)
# How many proxies in front of us add to X-Forwarded-For; 0 believes the socket only (EV-14).
TRUSTED_PROXIES = read_int("TRUSTED_PROXIES", 0)

INSTALLED_APPS = [
    "clmsite.apps.ClmsiteConfig",
    "clmsite.kernel.apps.KernelConfig",
    "campaigns.apps.CampaignsConfig",
    "leads.apps.LeadsConfig",
    "analytics.apps.AnalyticsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "lucide",
]

MIDDLEWARE = [
    "clmsite.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clmsite.middleware.SecondFactor",
    "clmsite.middleware.PrivatePages",
]

ROOT_URLCONF = "clmsite.urls"
WSGI_APPLICATION = "clmsite.wsgi.application"
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
                "clmsite.context.page_context",
            ],
        },
    }
]
FORM_RENDERER = "clmsite.form_renderer.ClosedLoopRenderer"

DATABASES = {"default": read_database("DATABASE_URL", f"sqlite:///{VAR_DIR}/closed-loop.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": read_cache("CACHE_URL")}

# --- people -------------------------------------------------------------------------------
AUTH_USER_MODEL = "clmsite.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "clmsite.hashers.SmallArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{VALIDATORS}.MinimumLengthValidator"},
    {"NAME": f"{VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{VALIDATORS}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "clmsite.accounts.ClosedLoopAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # people come by invitation to the address itself
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    # AU-01, AU-02: per account and address together, so that nobody can lock out a colleague.
    "login": "20/h/ip",
    "login_failed": "5/15m/key",
    "reset_password": "20/h/ip,5/h/key",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Closed Loop"
MFA_ADAPTER = "clmsite.accounts.EncryptedFactors"
# Roles that must set up a second factor before they can work (AU-05), e.g. "administrator,manager".
SECOND_FACTOR_ROLES = read_list("SECOND_FACTOR_ROLES")
# In production the page that makes the first administrator asks for this code.
SETUP_CODE = read_str("SETUP_CODE")

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = read_bool("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^-/"]
    SECURE_HSTS_SECONDS = read_int("SECURE_HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}

# --- language, time, money ----------------------------------------------------------------
LANGUAGE_CODE = read_str("LANGUAGE_CODE", "en")
LANGUAGES = [("en", _("English")), ("fa", _("Persian"))]
LOCALE_PATHS = [BASE_DIR / "clmsite" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
REPORTING_TIME_ZONE = read_str("REPORTING_TIME_ZONE", "UTC")
REPORTING_CURRENCY = read_str("REPORTING_CURRENCY", "EUR")
# Attribution: how far before a conversion a touch still counts, and how fast credit fades.
LOOKBACK_DAYS = read_int("LOOKBACK_DAYS", 90, least=1)
HALF_LIFE_DAYS = read_int("HALF_LIFE_DAYS", 7, least=1)
# What trackers may send per second and web process; five to ten times as much at once (EV-12).
HITS_PER_ADDRESS = read_int("HITS_PER_ADDRESS", 20, least=1)
HITS_PER_SITE = read_int("HITS_PER_SITE", 100, least=1)

# --- files --------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = read_str("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "clmsite.finders.VendorFinder",
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR_DIR / "files")},
    },
    "staticfiles": {
        "BACKEND": "clmsite.finders.ManifestStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_KEEP_ONLY_HASHED_FILES = PRODUCTION
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
IMPORT_MAX_BYTES = read_int("IMPORT_MAX_BYTES", 50 * 1024 * 1024, least=1024)
IMPORT_KINDS = {
    "spend": "campaigns.spend_import.SpendImport",
    "leads": "leads.lead_import.LeadImport",
    "deals": "leads.deal_import.DealImport",
    "touches": "leads.touch_import.TouchImport",
}

# --- mail ---------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = read_str("DEFAULT_FROM_EMAIL", "Closed Loop <closed-loop@localhost>")
SMTP_HOST = read_str("SMTP_HOST")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": SMTP_HOST,
            "port": read_int("SMTP_PORT", 587),
            "username": read_str("SMTP_USER"),
            "password": read_str("SMTP_PASSWORD"),
            "use_tls": read_bool("SMTP_TLS", True),
            "timeout": 10,
        },
    }
    if SMTP_HOST
    else {
        # No mail server: mails are files under var/mail, and pages show what they would say.
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(VAR_DIR / "mail")},
    }
}

# --- background work ----------------------------------------------------------------------
# A job whose worker fell silent for this long is given to another one.
OUTBOX_LEASE_SECONDS = read_int("OUTBOX_LEASE_SECONDS", 40, least=3)
BROKER_URL = read_str("BROKER_URL")
CELERY_BROKER_URL = BROKER_URL or "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = transport_options(BROKER_URL, VAR_DIR / "broker")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 3600
CELERY_WORKER_MAX_TASKS_PER_CHILD = 100
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")

# --- API ----------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["knox.auth.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["clmsite.kernel.access.RolePermission"],
    "DEFAULT_FILTER_BACKENDS": [
        f"clmsite.kernel.api_filters.{name}" for name in ("StrictFilters", "StrictOrdering")
    ],
    "EXCEPTION_HANDLER": "clmsite.kernel.api_errors.api_errors",
    "DEFAULT_PAGINATION_CLASS": "clmsite.kernel.pagination.IdCursor",
    "PAGE_SIZE": 100,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "600/min"},
    "COERCE_DECIMAL_TO_STRING": True,
}
KNOX_TOKEN_MODEL = "clmsite.ApiToken"  # noqa: S105  a model, not a secret
MIGRATION_MODULES = {"knox": None}  # ours stands in for its table, which nobody would own
REST_KNOX = {"AUTH_HEADER_PREFIX": "Token", "TOKEN_PREFIX": "cl_"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Closed Loop API",
    "DESCRIPTION": "Campaigns, links, spend, leads, deals: the rows and filters of the pages.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
}

# --- logs ---------------------------------------------------------------------------------
LOGGING = json_logging(level=read_str("LOG_LEVEL", "INFO"))
# Bearer token that opens /-/metrics; without one the page answers only to this machine.
METRICS_TOKEN = read_str("METRICS_TOKEN")
