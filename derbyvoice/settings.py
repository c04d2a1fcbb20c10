"""One file for every process. What differs between machines is read from the environment."""

import ssl
from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from derbyvoice import environment as env
from derbyvoice.keyfiles import secret_in

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = env.choice("MODE", "production", among=frozenset({"production", "demo", "test"}))
DEMO, TESTING, PRODUCTION = MODE == "demo", MODE == "test", MODE == "production"
DEBUG = False
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "data")
KEYS_DIR = env.folder("KEYS_DIR", DATA_DIR / "keys")

if PRODUCTION:
    SECRET_KEY = env.text("SECRET_KEY")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters. See .env.example for how to make one.")
elif TESTING:
    SECRET_KEY = "only-for-tests-" + "0" * 50
else:
    SECRET_KEY = secret_in(KEYS_DIR / "secret")
SECRET_KEY_FALLBACKS = [old for old in env.text("SECRET_KEY_FALLBACKS", "").split(",") if old]

# Where people find us
DOORS = frozenset(env.words("DOORS", "public,staff,api", among=frozenset({"public", "staff", "api"})))
LOOPBACK = "localhost,127.0.0.1,[::1]"
WEB = frozenset({"https"}) if PRODUCTION else frozenset({"http", "https"})
PUBLIC_URL = env.address("PUBLIC_URL", "https://localhost" if PRODUCTION else "http://127.0.0.1:8000", schemes=WEB)
STAFF_URL = env.address("STAFF_URL", PUBLIC_URL, schemes=WEB)
NEUTRAL_SITE = env.address("NEUTRAL_SITE", "https://www.bbc.co.uk/weather", schemes=frozenset({"https"}))
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", LOOPBACK + (",testserver" if TESTING else ""))
if DEMO and not set(ALLOWED_HOSTS) <= set(LOOPBACK.split(",")):
    raise ImproperlyConfigured(
        "The demo shows every sign-in link, so it answers on this machine only: leave ALLOWED_HOSTS out."
    )
CSRF_TRUSTED_ORIGINS = sorted({PUBLIC_URL, STAFF_URL})
CSRF_FAILURE_VIEW = "derbyvoice.govuk.views.csrf_failed"
ROOT_URLCONF = "derbyvoice.urls"
EVERY_DOOR_URLCONF = "derbyvoice.every_door"
WSGI_APPLICATION = "derbyvoice.wsgi.application"

SHARED_GROUND = [f"derbyvoice.{room}" for room in ("govuk", "vault", "office", "users", "audit", "notifications")]
ROOMS = {
    "services": [
        "directory",
        "cases",
        "referrals",
        "support",
        "intake",
        "outcomes",
        "contracts",
        "witness_care",
        "guidance",
    ],
    "surveys": ["questionnaires", "safeguarding", "responses", "panel", "fieldwork", "insight", "retention"],
    "scrutiny": ["plan", "meetings", "questions", "measures", "boards", "commitments", "overview", "briefings"],
}
ALL_ROOMS = SHARED_GROUND + [f"{wing}.{room}" for wing, rooms in ROOMS.items() for room in rooms]
INSTALLED_APPS = [
    "derbyvoice",
    *ALL_ROOMS,
    "derbyvoice.apps.OfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "simple_history",
    "rest_framework",
]
MIDDLEWARE = [
    "derbyvoice.middleware.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "derbyvoice.middleware.PrivacyHeaders",
    "derbyvoice.middleware.SamePolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "derbyvoice.govuk.middleware.DatabaseAwayMiddleware",
    "derbyvoice.middleware.NoAddressHoldsNul",
    "derbyvoice.middleware.NamedMethods",
    "surveys.responses.kiosks.WipesItself",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "derbyvoice.users.middleware.SignInLimits",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "derbyvoice.govuk.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "derbyvoice.users.middleware.SecondFactorRequired",
    "derbyvoice.middleware.SafeMethodsCannotWrite",
    "simple_history.middleware.HistoryRequestMiddleware",
]
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
                "derbyvoice.office.context.office",
                "derbyvoice.users.navigation.staff_nav",
                "derbyvoice.navigation.public_nav",
            ]
        },
    }
]

# Database: PostgreSQL in production; SQLite with write-ahead log for the demo and quick tests
ROWS = frozenset({"postgres", "postgresql", "sqlite"})
DATABASE_URL = env.server("DATABASE_URL", f"sqlite:///{DATA_DIR}/voice.sqlite3", schemes=ROWS)
DATABASES = {"default": environ.Env.db_url_config(DATABASE_URL)}
DATABASE = DATABASES["default"]
if DATABASE["ENGINE"].endswith("sqlite3"):
    DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    limits = "-c statement_timeout=30s -c lock_timeout=3s -c idle_in_transaction_session_timeout=60s"
    limits += " -c jit=off"  # where statistics are stale it would compile for half a second what takes milliseconds
    DATABASE.update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    DATABASE.setdefault("OPTIONS", {}).update(connect_timeout=3, options=limits)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Cache and broker: Redis where there is one, else this process's memory
REDIS_URL = env.server("REDIS_URL", "", schemes=frozenset({"redis", "rediss"}))
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "derbyvoice.cache.TolerantRedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = env.text("BROKER_URL", REDIS_URL or "memory://")
if CELERY_BROKER_URL.startswith("rediss:"):
    CELERY_BROKER_USE_SSL = {"ssl_cert_reqs": ssl.CERT_REQUIRED}  # left to itself the queue asks for no certificate
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "socket_connect_timeout": 1,
        "socket_timeout": 2,
        "visibility_timeout": 3600,
        "max_retries": 1,  # a web page does not wait for the queue: the sweep finds what it could not announce
        "interval_start": 0,
        "interval_step": 0.1,
    }
    if REDIS_URL
    else {}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE = {
    "send-what-waits": {"task": "notifications.send_what_waits", "schedule": 20, "kwargs": {"sweep": True}},
    "forget-what-is-old": {"task": "responses.forget_what_is_old", "schedule": crontab(minute=10)},
    "forget-knocks": {"task": "panel.forget_knocks", "schedule": crontab(minute=15)},
    "escalate-flags": {"task": "safeguarding.escalate", "schedule": 60},
    "invite-the-panel": {"task": "panel.sweep", "schedule": 60},
    "let-go-what-is-past-its-time": {"task": "retention.sweep", "schedule": crontab(hour=2, minute=5)},
    "count-answers": {"task": "insight.count_answers", "schedule": 20},
    "clear-quotes": {"task": "insight.clear_quotes", "schedule": 20},
    "make-copies-of-answers": {"task": "insight.sweep_extracts", "schedule": 20},
    "destroy-unconfirmed-questions": {"task": "questions.destroy_unconfirmed", "schedule": crontab(minute=25)},
    "forget-askers": {"task": "questions.forget_askers", "schedule": crontab(hour=2, minute=35)},
    "sweep-what-is-due": {"task": "cases.sweep", "schedule": 60},
    "forget-old-receipts": {"task": "intake.forget_old_receipts", "schedule": crontab(hour=3, minute=5)},
    "forget-old-sign-ins": {"task": "users.forget_old_sign_ins", "schedule": crontab(hour=3, minute=5)},
    "tell-officers-of-stopped-services": {"task": "referrals.tell_officers", "schedule": crontab(hour=5, minute=30)},
    "open-returns": {"task": "contracts.open_returns", "schedule": crontab(hour=6, minute=0)},
    "seal-finished-days": {"task": "audit.seal_finished_days", "schedule": crontab(hour=0, minute=20)},
}

# Mail
MAIL = frozenset({"smtp", "smtp+tls", "smtp+ssl"})
EMAIL = environ.Env.email_url_config(env.server("EMAIL_URL", "smtp://127.0.0.1:25", schemes=MAIL))
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = EMAIL["EMAIL_BACKEND"], EMAIL["EMAIL_HOST"], EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_USER"], EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_TLS", False), EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 5
MAIL_DIR = DATA_DIR / "mail"
TRANSPORT = env.choice("TRANSPORT", "folder" if DEMO else "smtp", among=frozenset({"smtp", "folder", "notify"}))
if DEMO:
    EMAIL_BACKEND, EMAIL_FILE_PATH = "derbyvoice.notifications.mailbox.FolderBackend", MAIL_DIR
DEFAULT_FROM_EMAIL = env.text("FROM_EMAIL", "Voice <no-reply@localhost>")
MAIL_BATCH = env.number("MAIL_BATCH", 50, low=1, high=100)
MAIL_LEASE_SECONDS = env.number("MAIL_LEASE_SECONDS", 30, low=1, high=600)
SENDING_PAUSED = env.flag("SENDING_PAUSED", False)  # after a restore, until a person has looked at the outbox
NOTIFY_API_KEY = env.text("NOTIFY_API_KEY", "")
NOTIFY_TEMPLATE = env.text("NOTIFY_TEMPLATE", "")
NOTIFY_CALLBACK_TOKEN = env.text("NOTIFY_CALLBACK_TOKEN", "")
NOTIFY_URL = env.text("NOTIFY_URL", "https://api.notifications.service.gov.uk")

# Sign-in
AUTH_USER_MODEL = "users.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SIGN_IN_IDLE_MINUTES = env.number("SIGN_IN_IDLE_MINUTES", 20, low=5, high=60)
SIGN_IN_TOTAL_HOURS = env.number("SIGN_IN_TOTAL_HOURS", 9, low=1, high=12)
SESSION_COOKIE_AGE = SIGN_IN_TOTAL_HOURS * 3600
SIGN_IN_ANSWER_SECONDS = 0.0 if TESTING else 0.5  # an unknown address is answered after the same time as a known one
# The force's own identity provider (OpenID Connect), for people who were invited already; left out, there is none
OIDC_URL = env.text("OIDC_URL", "") and env.address("OIDC_URL", "", schemes=WEB)
OIDC_CLIENT_ID, OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_ID", ""), env.text("OIDC_CLIENT_SECRET", "")
if OIDC_URL and not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
    raise ImproperlyConfigured("OIDC_URL needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: the provider gives you both.")
OIDC_NAME = env.text("OIDC_NAME", "your work account")
OIDC_EMAILS_CHECKED = env.flag("OIDC_EMAILS_CHECKED", False)
OIDC_SECOND_FACTOR_TRUSTED = env.flag("OIDC_SECOND_FACTOR_TRUSTED", False)
ACCOUNT_ADAPTER = "derbyvoice.users.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGIN_TIMEOUT = 900
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"request_login_code": "60/m/ip"}  # our own limits stand in users.forms
ACCOUNT_FORMS = {
    "request_login_code": "derbyvoice.users.forms.AskForCode",
    "confirm_login_code": "derbyvoice.users.forms.GiveCode",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY", False) else 0
MFA_ADAPTER = "derbyvoice.users.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = env.text("SIGN_IN_ISSUER", "Voice desk")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or TESTING
MFA_FORMS = {
    "authenticate": "derbyvoice.users.forms.SecondStep",
    "reauthenticate": "derbyvoice.users.forms.OnceMore",
    "activate_totp": "derbyvoice.users.forms.AddApp",
    "authenticate_webauthn": "derbyvoice.users.forms.PasskeyStep",
    "reauthenticate_webauthn": "derbyvoice.users.forms.PasskeyOnceMore",
    "add_webauthn": "derbyvoice.users.forms.AddPasskey",
}
COOKIES_SECURE = not (DEMO or TESTING)
COOKIE_PREFIX = "__Host-" if COOKIES_SECURE else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}s", f"{COOKIE_PREFIX}t"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = COOKIES_SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Browser safety
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = COOKIES_SECURE and env.flag("HTTPS_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$", r"^api/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 63072000 if COOKIES_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = COOKIES_SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
NEUTRAL_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(NEUTRAL_SITE))
OIDC_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(OIDC_URL))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, NEUTRAL_ORIGIN, *([OIDC_ORIGIN] if OIDC_URL else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        **({"upgrade-insecure-requests": True} if COOKIES_SECURE else {}),
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_HANDLERS = [
    "derbyvoice.vault.uploads.NeverOnDisk",  # of views that ask for it
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

MEDIA_ROOT = env.folder("FILES_DIR", DATA_DIR / "files")  # papers of meetings; served by a view, never by address

# Static files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = TESTING
STATIC_ROOT = env.folder("STATIC_ROOT", BASE_DIR / "staticfiles")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

FORM_RENDERER = "derbyvoice.govuk.forms.GovukRenderer"

# Language and time
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
TIME_ZONE = "Europe/London"
USE_TZ = USE_I18N = True
DATE_FORMAT = "j F Y"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "UNAUTHENTICATED_USER": None,
}
TERMINAL = {"class": "logging.StreamHandler"}
LOG_FILE = {"class": "logging.FileHandler", "filename": DATA_DIR / "demo.log", "delay": True}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "derbyvoice.logs.JsonLines"}},
    "handlers": {"out": {**(LOG_FILE if DEMO else TERMINAL), "formatter": "json"}},
    "root": {"handlers": ["out"], "level": "WARNING" if TESTING else "INFO"},
    "loggers": {
        "django.server": {"handlers": [], "propagate": False},
        "django.request": {"level": "CRITICAL" if TESTING else "ERROR"},
    },
}
