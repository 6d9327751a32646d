"""Settings, all from the environment. What is missing or wrong stops the start with one clear line.

An empty ``DATABASE_URL`` or ``REDIS_URL`` counts as unset: the console then runs embedded, on SQLite, in one process.
"""

import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured
from phonenumbers import SUPPORTED_REGIONS

from resources.transports.inbox import inbox_at

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"

env = environ.Env()


def text(name: str, default: str = "") -> str:
    """The variable's value without surrounding blanks; an empty one counts as unset."""
    return env.str(name, default="").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """A variable that says 1/true/yes/on or 0/false/no/off; anything else stops the start."""
    raw = text(name).lower()
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    if raw:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}.")
    return default


def whole(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number within bounds; anything else stops the start."""
    raw = text(name, str(default))
    if not raw.lstrip("-").isdigit() or not least <= int(raw) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}, not {raw!r}.")
    return int(raw)


DEMO = flag("DEMO")
DEBUG = flag("DEBUG")
DATA_DIR = Path(text("DATA_DIR", str(BASE_DIR / "data"))).resolve()
PAPER_DIR = Path(text("PAPER_DIR", str(DATA_DIR / "paper"))).resolve()


def secret_key() -> str:
    """The key given, or, for the demo only, one made once and kept in the data folder."""
    given = text("SECRET_KEY")
    if given:
        return given
    if not DEMO:
        raise ImproperlyConfigured("SECRET_KEY is not set. Set it to a long random text, or start the demo with DEMO=1.")
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    kept = DATA_DIR / "secret_key"
    try:
        with kept.open("x") as new:
            new.write(secrets.token_urlsafe(48))
        kept.chmod(0o600)
    except FileExistsError:
        pass
    return kept.read_text().strip()


SECRET_KEY = secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# ── database ──────────────────────────────────────────────────────────────────────────────────────────
DATABASE_URL = text("DATABASE_URL")
REDIS_URL = text("REDIS_URL")
EMBEDDED = not DATABASE_URL


def database() -> dict[str, Any]:
    """SQLite in the data folder, or what DATABASE_URL names."""
    if not DATABASE_URL:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "dispatch.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
            },
            "TEST": {"NAME": ":memory:"},
        }
    try:
        given: dict[str, Any] = env.db_url_config(DATABASE_URL)
    except Exception as error:
        raise ImproperlyConfigured("DATABASE_URL cannot be read: expected postgres://user:password@host:port/name.") from error
    if "postgresql" not in given["ENGINE"]:
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database; leave it empty for SQLite.")
    given["OPTIONS"] = {
        "pool": {"min_size": 2, "max_size": whole("DATABASE_POOL", 16, least=2, most=200), "timeout": 10},
        # A worker that is stopped in the middle of a claim must not hold an incident for ever.
        "options": "-c idle_in_transaction_session_timeout=15s -c lock_timeout=10s -c statement_timeout=30s",
    }
    given["CONN_HEALTH_CHECKS"] = True
    return given


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── apps ──────────────────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "axes",
    "csp",
    "django_htmx",
    "dispatch.accounts",
    "dispatch.api",
    "dispatch.live",
    "dispatch.clock",
    "resources",
    "incidents",
    "coaching",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "dispatch.urls"
ASGI_APPLICATION = "dispatch.asgi.application"
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
                "dispatch.accounts.context.console",
                "incidents.web.shift.at_desk",
            ],
        },
    }
]

# ── people ────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
if DEMO:
    PASSWORD_HASHERS = ["dispatch.accounts.hashing.DemoHasher", *global_settings.PASSWORD_HASHERS]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
SESSION_COOKIE_AGE = 12 * 3600  # a shift: absolute, not sliding
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 10 / 60  # hours: ten minutes
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "dispatch.accounts.web.locked_out"
AXES_VERBOSE = False  # its lines carry user names and addresses

# ── REST ──────────────────────────────────────────────────────────────────────────────────────────────
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["dispatch.api.authentication.BearerToken", "dispatch.api.authentication.BrowserSession"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["dispatch.api.parsers.BoundedJSON"],
    "DEFAULT_RENDERER_CLASSES": ["dispatch.api.renderers.QuickJSON"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "dispatch.api.errors.answer_for",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Dispatch Console",
    "DESCRIPTION": "Take contacts, assess and dispatch incidents, watch over them, review how they were handled.",
    "VERSION": VERSION,
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "QualityAreaEnum": "coaching.api.fields.AREAS",
        "SupportKindEnum": "coaching.models.SupportNeed.Kind",
        "LinkKindEnum": "incidents.api.place_fields.KINDS",
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# ── work outside the request ──────────────────────────────────────────────────────────────────────────
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 1, "socket_connect_timeout": 1} if REDIS_URL else {"polling_interval": 0.1}
CELERY_TIMEZONE = "UTC"
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = text("FROM_EMAIL", "control@localhost")
# "smtp" delivers for real through EMAIL_URL; "simulated" marks messages delivered, for the demo.
MESSAGE_TRANSPORT = text("MESSAGE_TRANSPORT", "simulated" if DEMO else "smtp")
if MESSAGE_TRANSPORT not in {"smtp", "simulated"}:
    raise ImproperlyConfigured(f"MESSAGE_TRANSPORT must be smtp or simulated, not {MESSAGE_TRANSPORT!r}.")

# An e-mail inbox that is read: imaps://user:password@host/INBOX, or imap+starttls:// where the server wants that.
try:
    INBOX = inbox_at(text("INBOX_URL")) if text("INBOX_URL") else None
except ValueError as error:
    raise ImproperlyConfigured(f"INBOX_URL: {error}") from error
INBOX_CENTRE = text("INBOX_CENTRE")
INBOX_LINE = text("INBOX_LINE", "E-mail")[:60]
INBOX_EVERY_S = whole("INBOX_EVERY_S", 20, least=1, most=3600)
if INBOX is not None and not INBOX_CENTRE:
    raise ImproperlyConfigured("INBOX_CENTRE is not set: INBOX_URL needs the code of the centre whose inbox it is.")

# The country whose telephone numbers are written without a country code.
PHONE_REGION = text("PHONE_REGION", "GB").upper()
if PHONE_REGION not in SUPPORTED_REGIONS:
    raise ImproperlyConfigured(f"PHONE_REGION must be a country code such as GB, not {PHONE_REGION!r}.")

# How often the console plays its own exercise call, in seconds; 0 plays none.
EXERCISE_EVERY_S = whole("EXERCISE_EVERY_S", 60, least=0, most=3600)

PUBLIC_URL = text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")

# ── text, time, files ─────────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = text("STATIC_ROOT", str(DATA_DIR / "static"))
Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)
# Leaflet comes with the django-leaflet wheel. Importing that package would ask for GDAL; its files do not.
LEAFLET = find_spec("leaflet")
STATICFILES_DIRS: list[Any] = [BASE_DIR / "static"]
if LEAFLET is not None and LEAFLET.origin:
    STATICFILES_DIRS.append(("leaflet", Path(LEAFLET.origin).parent / "static" / "leaflet"))
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# ── security ──────────────────────────────────────────────────────────────────────────────────────────
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = flag("HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
if HTTPS and flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/api/v1/docs/"],  # Swagger's page starts itself from an inline script
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

from dispatch.logs import LOGGING_CONFIGURATION  # noqa: E402  (needs nothing from above; kept apart to keep this page short)

LOGGING = LOGGING_CONFIGURATION
