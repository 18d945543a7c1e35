"""All settings in one place. Every variable read here stands in docs/hosting/settings.md (a test compares)."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_bool(name: str, default: bool) -> bool:
    value = os.environ.get(name, str(default)).strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}")


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from None


def env_secret(name: str) -> str:
    """The value of NAME, or the text of the file that NAME_FILE points at. A wrong path stops the start."""
    path = os.environ.get(f"{name}_FILE")
    if path is None:
        return os.environ.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE points at {path!r}, which cannot be read: {error}") from None


BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env_str("HOLDSPACE_DATA_DIR", str(BASE_DIR / "var"))).resolve()

# One laptop or one small server is the default; PRODUCTION=true asks for every secret and for HTTPS.
PRODUCTION = env_bool("HOLDSPACE_PRODUCTION", False)
DEBUG = False


def secret_key() -> str:
    """The steward's key, or one made on first start and kept beside the data, readable by its owner only."""
    key = env_secret("HOLDSPACE_SECRET_KEY")
    if key:
        return key
    if PRODUCTION:
        raise ImproperlyConfigured("HOLDSPACE_SECRET_KEY (or HOLDSPACE_SECRET_KEY_FILE) must be set in production")
    return kept_key(DATA_DIR / "secret-key")


def kept_key(path: Path) -> str:
    if not path.exists() or not path.stat().st_size:  # empty: the disk was full, or the power went
        _make_key(path)
    return path.read_text(encoding="ascii")


def _make_key(path: Path) -> None:
    """All of it or nothing: written under another name first, so that nobody reads half a key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
        file.flush()
        os.fsync(file.fileno())
    _put_in_place(fresh, path)


def _put_in_place(fresh: Path, path: Path) -> None:
    """A whole key that another process made a moment ago is left alone."""
    if path.exists() and not path.stat().st_size:
        path.unlink()
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()


def vault_keys() -> list[str]:
    """What seals papers and the like: the first line seals, the others still open what they sealed."""
    return (env_secret("HOLDSPACE_VAULT_KEY") or kept_key(DATA_DIR / "vault-key")).split()


SECRET_KEY = secret_key()
VAULT_KEYS = vault_keys()
ALLOWED_HOSTS = env_str("HOLDSPACE_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,[::1],testserver").split(",")

# The place: what people see of the organisation that runs it.
PLACE_NAME = env_str("HOLDSPACE_PLACE_NAME", "Holdspace")
PLACE_OWNER = env_str("HOLDSPACE_PLACE_OWNER", "a demonstration place, run by nobody yet")
PLACE_CONTACT = env_str("HOLDSPACE_PLACE_CONTACT", "")
PLACE_SOURCE = env_str("HOLDSPACE_SOURCE", "")
ADDRESS = env_str("HOLDSPACE_ADDRESS").rstrip("/")
PRIVACY_CONTACT = env_str("HOLDSPACE_PRIVACY_CONTACT", "")
DEFAULT_COUNTRY = env_str("HOLDSPACE_COUNTRY", "")
LANGUAGES_SPOKEN = tuple(env_str("HOLDSPACE_LANGUAGES", "en").split(","))

# Times that people feel. Seconds unless the name says otherwise.
UNDO_SECONDS = env_int("HOLDSPACE_UNDO_SECONDS", 60)
STEP_MINUTES = env_int("HOLDSPACE_STEP_MINUTES", 10)
LADDER_MINUTES = {
    1: env_int("HOLDSPACE_LOOK_HEAVY_MINUTES", 240),
    2: env_int("HOLDSPACE_LOOK_WORRY_MINUTES", 60),
    3: env_int("HOLDSPACE_LOOK_DANGER_MINUTES", 15),
    4: env_int("HOLDSPACE_LOOK_EMERGENCY_MINUTES", 0),
}
AFTERCARE_FIRST_HOURS = env_int("HOLDSPACE_AFTERCARE_FIRST_HOURS", 24)
AFTERCARE_SECOND_HOURS = env_int("HOLDSPACE_AFTERCARE_SECOND_HOURS", 168)
HEAVY_A_DAY = env_int("HOLDSPACE_HEAVY_A_DAY", 8)
LOOKED_OVER_ANSWERS = env_int("HOLDSPACE_LOOKED_OVER_ANSWERS", 5)
REFRESH_DAYS = env_int("HOLDSPACE_REFRESH_DAYS", 365)
REFRESH_REMINDER_DAYS = env_int("HOLDSPACE_REFRESH_REMINDER_DAYS", 30)
READING_TIMEOUT_MS = env_int("HOLDSPACE_READING_TIMEOUT_MS", 1500)
KEEP_REMOVED_DAYS = env_int("HOLDSPACE_KEEP_REMOVED_DAYS", 30)
REVEAL_HOURS = env_int("HOLDSPACE_REVEAL_HOURS", 24)
BODY_LIMIT = 20_000
GUIDE_LOOKS_AT = env_str("HOLDSPACE_GUIDE_LOOKS_AT", "09:00")
PAPERS_DAYS = env_int("HOLDSPACE_PAPERS_DAYS", 365)
PAPERS_KEPT_DAYS = env_int("HOLDSPACE_PAPERS_KEPT_DAYS", 30)
PAPER_BYTES = env_int("HOLDSPACE_PAPER_MB", 5) * 1_000_000
COVERED_FROM_HOUR = env_int("HOLDSPACE_COVERED_FROM_HOUR", 7)
COVERED_TO_HOUR = env_int("HOLDSPACE_COVERED_TO_HOUR", 24)

# How those on duty are rung outside the page.
PUSH_KEY = env_secret("HOLDSPACE_PUSH_KEY") or kept_key(DATA_DIR / "push-key")
NEARBY_SERVICES = env_bool("HOLDSPACE_NEARBY_SERVICES", False)

# What the steward may say on the pages of /setup/, unless it stands in the environment.
SET_OUTSIDE = {
    setting
    for setting, name in {
        "PLACE_NAME": "HOLDSPACE_PLACE_NAME",
        "PLACE_OWNER": "HOLDSPACE_PLACE_OWNER",
        "PLACE_CONTACT": "HOLDSPACE_PLACE_CONTACT",
        "PRIVACY_CONTACT": "HOLDSPACE_PRIVACY_CONTACT",
        "DEFAULT_COUNTRY": "HOLDSPACE_COUNTRY",
        "LANGUAGES_SPOKEN": "HOLDSPACE_LANGUAGES",
        "COVERED_FROM_HOUR": "HOLDSPACE_COVERED_FROM_HOUR",
        "COVERED_TO_HOUR": "HOLDSPACE_COVERED_TO_HOUR",
    }.items()
    if name in os.environ
}

ENGINE_ON = env_bool("HOLDSPACE_ENGINE", True)
ENGINE_WEIGHTS = env_str("HOLDSPACE_ENGINE_WEIGHTS", "")

INSTALLED_APPS = [
    "holdspace.insights",
    "holdspace.circles",
    "holdspace.safeguarding",
    "holdspace.conversations",
    "holdspace.library",
    "holdspace.listening",
    "holdspace.notices",
    "holdspace.networks",
    "holdspace.people",
    "holdspace.kit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "holdspace.kit.middleware.keep_private",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "holdspace.people.middleware.in_own_time",
    "holdspace.people.middleware.SameRefusal",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "holdspace.people.middleware.OwnSecondStep",
]

ROOT_URLCONF = "holdspace.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "holdspace/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "holdspace.kit.context.place",
                "holdspace.people.context.sleeping",
                "holdspace.notices.context.waiting",
                "holdspace.safeguarding.context.duty",
            ],
        },
    },
]
FORM_RENDERER = "holdspace.kit.renderer.PlainRenderer"

# One file, one writing process. FULL keeps what was acknowledged through a power cut; IMMEDIATE and the timeout keep
# writers from failing with "locked" (see docs/hosting/database.md).
DATABASES = {
    "default": {
        "ENGINE": "holdspace.kit.sqlite",
        "NAME": DATA_DIR / "holdspace.sqlite3",
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": ":memory:"},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;"
                "PRAGMA mmap_size=134217728;"
            ),
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["crisis", "reading", "mail", "default"]}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# People and doors.
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["holdspace.people.sessions.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "holdspace.people.passphrases.LongEnough"},
    {"NAME": "holdspace.people.passphrases.NotWellKnown"},
    {"NAME": "holdspace.people.passphrases.NotTooEven"},
]
LOGIN_URL = "people:enter"
LOGIN_REDIRECT_URL = "circles:circles"
LOGOUT_REDIRECT_URL = "kit:front"
ACCOUNT_ADAPTER = "holdspace.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_CONFIRMATION_ANONYMOUS_REDIRECT_URL = "/enter/"
ACCOUNT_FORMS = {
    "add_email": "holdspace.people.second_forms.EmailForm",
    "change_password": "holdspace.people.second_forms.ChangePassphraseForm",
    "reauthenticate": "holdspace.people.second_forms.AgainForm",
}
# A whole ward or campus may share one address; the limit by name is what stops guessing.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "signup": "60/m/ip", "login_failed": "30/m/ip,10/5m/key"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "holdspace.people.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = PLACE_NAME
MFA_TOTP_TOLERANCE = 1  # a code holds half a minute longer, for whoever types slowly (RFC 6238, 5.2)
MFA_FORMS = {
    "authenticate": "holdspace.people.second_forms.CodeForm",
    "reauthenticate": "holdspace.people.second_forms.CodeAgainForm",
    "activate_totp": "holdspace.people.second_forms.AppForm",
    "add_webauthn": "holdspace.people.second_forms.PasskeyForm",
    "edit_webauthn": "holdspace.people.second_forms.PasskeyNameForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SESSION_ENGINE = "holdspace.people.sessions"
SESSION_COOKIE_NAME = "holdspace_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "holdspace.kit.views.refused_form"

# Nothing leaves the server, and nothing comes from another one.
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
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env_bool("HOLDSPACE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host]

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "holdspace.kit.storage.HashedStorage"},
}
# A hundred thousand letters, each twelve bytes as browsers send them, still come back with a reason.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS = ["holdspace.people.uploads.Small"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "holdspace/locale"]
TIME_ZONE = env_str("HOLDSPACE_TIME_ZONE", "UTC")
USE_TZ = True

# A file that the backup of this place touches when it is done.
BACKUP_STAMP = env_str("HOLDSPACE_BACKUP_STAMP", "")

EMAIL_BACKEND = env_str("HOLDSPACE_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env_str("HOLDSPACE_MAIL_FROM", "holdspace@localhost")

# Ids and kinds only: what people wrote never reaches a log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Libraries that quote the address at which something did not arrive: it can hold a key.
    "loggers": {"holdspace": {"level": "INFO"}, "apprise": {"level": "CRITICAL"}, "urllib3": {"level": "CRITICAL"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
