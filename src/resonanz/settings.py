"""Settings of one installation, read from the environment.

Every setting is `RESONANZ_<NAME>`; a secret may instead be named as a file by `RESONANZ_<NAME>_FILE`. A missing or
malformed value stops the start with one sentence. Defaults are those of a real installation; the demo switches itself on
by `RESONANZ_DEMO=1` (which `resonanz demo` sets). The database alone follows the custom of others: `DATABASE_URL`.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any, Literal

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def env(name: str, default: str | None = None) -> str:
    """Return `RESONANZ_<name>`, or the content of the file that `RESONANZ_<name>_FILE` names, or `default`."""
    value, file = os.environ.get(f"RESONANZ_{name}"), os.environ.get(f"RESONANZ_{name}_FILE")
    if value is not None:
        return value
    if file is not None:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"RESONANZ_{name}_FILE names {file}, which cannot be read: {error}.") from error
    if default is None:
        raise ImproperlyConfigured(f"Set RESONANZ_{name} (or RESONANZ_{name}_FILE): it has no default.")
    return default


def env_flag(name: str, default: bool = False) -> bool:
    """Return `RESONANZ_<name>` as yes or no; accepts 1/0, true/false, yes/no."""
    text = env(name, "1" if default else "0").lower()
    if text not in {"1", "0", "true", "false", "yes", "no"}:
        raise ImproperlyConfigured(f"RESONANZ_{name} must be 1 or 0, not {text!r}.")
    return text in {"1", "true", "yes"}


def env_number(name: str, default: int) -> int:
    """Return `RESONANZ_<name>` as a whole number from 0 up."""
    text = env(name, str(default))
    if not text.isdecimal():
        raise ImproperlyConfigured(f"RESONANZ_{name} must be a whole number, not {text!r}.")
    return int(text)


def env_hours(name: str, default: str) -> tuple[int, int] | None:
    """Return `RESONANZ_<name>` such as "21-7" as (begin, end) in full hours; None where it is empty."""
    text = env(name, default).strip()
    if not text:
        return None
    begin, dash, end = text.partition("-")
    if (
        not dash
        or not begin.isdecimal()
        or not end.isdecimal()
        or int(begin) > 23
        or int(end) > 23
        or int(begin) == int(end)
    ):
        raise ImproperlyConfigured(f'RESONANZ_{name} must be two hours such as "21-7", or empty, not {text!r}.')
    return int(begin), int(end)


def stored_secret(path: Path) -> str:
    """Return the secret kept in `path`; make one there, readable by its owner alone, at the first start."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # of two processes that start together, one wins, and both read a whole file
        draft.unlink()
    if not (secret := path.read_text(encoding="utf-8").strip()):
        raise ImproperlyConfigured(f"{path} is empty; delete it, and a new secret is made at the next start.")
    return secret


PACKAGE = Path(__file__).parent
DATA_DIR = Path(env("DATA_DIR", "var")).resolve()
DEMO = env_flag("DEMO")
DEBUG = env_flag("DEBUG")
SECRET_KEY = env("SECRET_KEY", "") or stored_secret(DATA_DIR / "secret_key")
ALLOWED_HOSTS = env("ALLOWED_HOSTS", "127.0.0.1 localhost [::1]").split()
CSRF_TRUSTED_ORIGINS = env("TRUSTED_ORIGINS", "").split()
SECURE = env_flag("SECURE", default=not DEMO)

INSTALLED_APPS = [
    "resonanz.core",
    "resonanz.mail",
    "resonanz.people",
    "resonanz.programmes",
    "resonanz.applications",
    "resonanz.tandems",
    "resonanz.together",
    "resonanz.matching",
    "resonanz.surveys",
    "resonanz.messaging",
    "resonanz.outcomes",
    "resonanz.care",
    "resonanz.closing",
    "resonanz.privacy",
    "resonanz.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "rules",
]

MIDDLEWARE = [
    "resonanz.core.middleware.RequestSizeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "resonanz.core.middleware.PersonalPagesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "resonanz.start.StaffMiddleware",
]

ROOT_URLCONF = "resonanz.urls"
WSGI_APPLICATION = "resonanz.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "resonanz.core.context.page",
                "resonanz.start.navigation",
                "resonanz.start.settings_pages",
                "resonanz.demo.context.logins",
            ],
            "builtins": ["resonanz.core.templatetags.ui"],
        },
    },
]


def database(url: str) -> dict[str, Any]:
    """Return Django's database settings for `url`, with what was measured to be safe on each database.

    SQLite: WAL with synchronous=FULL (a write that was answered survives a power cut), BEGIN IMMEDIATE (a read followed by
    a write never dies with «locked»), 20 s of patience, and our back end, which queues writers fairly. PostgreSQL: read
    committed with a health check on each request.
    """
    try:
        settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=None))
    except ValueError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read; write it like sqlite:////var/lib/resonanz/db.sqlite3 or "
            "postgresql://user:password@host/name."
        ) from error
    settings["CONN_MAX_AGE"] = None
    settings["ATOMIC_REQUESTS"] = False
    if "sqlite" in settings["ENGINE"]:
        settings["ENGINE"] = "resonanz.core.db.sqlite"
        settings["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    else:
        settings["CONN_HEALTH_CHECKS"] = True
    return settings


# The demo has a file of its own: invented people and real ones never share a database.
SQLITE_FILE = DATA_DIR / ("demo.sqlite3" if DEMO else "resonanz.sqlite3")
DATABASES = {"default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{SQLITE_FILE}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits of the login live in the cache: with more than one process it must be one that all of them see.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # a flood of guesses must not push the counters of others out
    },
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "resonanz.core.hashers.OneAtATimeArgon2",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_FORMS = {
    "login": "resonanz.people.forms.LoginForm",
    "reset_password": "resonanz.people.forms.ResetPasswordForm",
    "reset_password_from_key": "resonanz.people.forms.ResetPasswordKeyForm",
    "change_password": "resonanz.people.forms.ChangePasswordForm",
    "set_password": "resonanz.people.forms.SetPasswordForm",
    "request_login_code": "resonanz.people.forms.RequestCodeForm",
    "confirm_login_code": "resonanz.people.forms.ConfirmCodeForm",
    "reauthenticate": "resonanz.people.forms.ReauthenticateForm",
}
ACCOUNT_ADAPTER = "resonanz.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by staff or by an application, never by signing up
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # the mail has to arrive, on a phone with a bad line
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
# Beside allauth's own: how often an application may begin, a link be asked for, a company announce people. Many people
# may sit behind one address, as in a course room.
ACCOUNT_RATE_LIMITS = {
    "interest": "10/h/ip",
    "start_application": "60/h/ip,5/h/key",
    "send_link": "60/h/ip,3/h/key",
    "announce_people": "10/h/ip,5/h/key",
    "ask_to_leave": "5/h/user",
    "report": "20/h/ip",
}
# Behind so many proxies the sender's address is believed; a secure installation has the one that speaks HTTPS.
ALLAUTH_TRUSTED_PROXY_COUNT = env_number("PROXIES", 1 if SECURE else 0)

MFA_ADAPTER = "resonanz.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "resonanz.people.forms.AuthenticateForm",
    "reauthenticate": "resonanz.people.forms.ReauthenticateCodeForm",
    "activate_totp": "resonanz.people.forms.ActivateTOTPForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # whoever could sign in by a mailed code or link has the address
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = env("NAME", "Resonanz")
MFA_TOTP_TOLERANCE = 1  # the code before and after: a phone's clock is late, and typing takes its time
USERSESSIONS_TRACK_ACTIVITY = False  # when and from where, at sign-in; nobody is followed from page to page
STAFF_SECOND_FACTOR = env_flag("STAFF_SECOND_FACTOR")  # staff without one see nothing but how to set it up
STAFF_IDLE_MINUTES = env_number("STAFF_IDLE_MINUTES", 30)
TEXT_KEYS = env("TEXT_KEYS", "")  # keys for confidential texts; empty: a file in the data folder
CODE_KEY = env("CODE_KEY", "")  # key for the codes that stand for people in questionnaires; empty: a file there, too

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if SECURE:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env_flag("HSTS_SUBDOMAINS", default=True)
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}
REQUEST_MAX_BYTES = 45 * 1024 * 1024  # two spreadsheets of 20 MB and a little more
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# A file that two people share (10 MB at most) is sealed before it is stored; above this Django writes a temporary file
# in clear.
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# Where a lower room leads back to a cohort: its page belongs to an upper one, which lower rooms do not know.
ABSOLUTE_URL_OVERRIDES = {"programmes.cohort": lambda cohort: reverse("matching:cohort", args=[cohort.pk])}

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English")), ("ar", _("Arabic"))]
COMPLETE_LANGUAGES = ["de", "en"]  # the build is red while one of these has a gap
FORMAT_MODULE_PATH = "resonanz.core.formats"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE: Literal["Lax"] = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", "Europe/Vienna")

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = DEMO or DEBUG  # the demo serves its files from the source; an installation collects them
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# Links in letters lead here; without a name of its own the installation is where it answers.
BASE_URL = env("BASE_URL", f"https://{ALLOWED_HOSTS[0]}" if SECURE else f"http://{ALLOWED_HOSTS[0]}:8000").rstrip("/")
MAIL_DOMAIN = env("MAIL_DOMAIN", BASE_URL.split("//")[-1].split("/")[0].split(":")[0])  # of Message-IDs
QUIET_HOURS = env_hours("QUIET_HOURS", "21-7")  # nobody is written to then, except about signing in
DEFAULT_FROM_EMAIL = env("MAIL_FROM", "Resonanz <noreply@localhost>")
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env("SMTP_HOST", "localhost")
EMAIL_PORT = env_number("SMTP_PORT", 25)
EMAIL_HOST_USER = env("SMTP_USER", "")
EMAIL_HOST_PASSWORD = env("SMTP_PASSWORD", "")
EMAIL_USE_TLS = env_flag("SMTP_TLS")
EMAIL_TIMEOUT = 20

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING")},
    # At DEBUG it repeats everything that a page was given, confidential texts, too.
    "loggers": {"django.template": {"level": "INFO"}},
}
