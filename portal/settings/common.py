"""What every environment shares. Values that differ come from environment variables, see docs/deployment.md."""

from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(env("MINGCHUANG_VAR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "portal.desk",  # before Django's admin: its templates of widgets and its words come first
    "portal.desk.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "csp",
    "mptt",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "portal",
    "portal.workdays",
    "portal.ledger",
    "portal.jobs",
    "portal.screening",
    "portal.organizations",
    "catalog",
    "disclosure",
    "portal.pages",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.middleware.RequestSizeMiddleware",
    "portal.middleware.ViewOptionsMiddleware",
    "portal.middleware.UnstorableInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.organizations.signing_in.middleware.StaffSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

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
                "portal.context_processors.site",
            ],
        },
    }
]

AUTH_USER_MODEL = "organizations.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name", "email")},
    },
    {"NAME": "portal.organizations.passwords.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "portal.organizations.passwords.KindsValidator", "OPTIONS": {"kinds": 3}},
    {"NAME": "portal.organizations.passwords.NotRecentValidator", "OPTIONS": {"remembered": 5}},
]
PASSWORD_MAX_AGE_DAYS = 180
AUTHENTICATION_BACKENDS = [
    "portal.organizations.signing_in.lockout.LockOutBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Five failures of one name from one address, or thirty from one address (an office shares one), lock for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
ADDRESS_FAILURE_LIMIT = 30
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_HANDLER = "portal.organizations.signing_in.lockout.Handler"
AXES_CLIENT_IP_CALLABLE = "portal.organizations.signing_in.lockout.client_address"
AXES_USERNAME_CALLABLE = "portal.organizations.signing_in.lockout.name_tried"
AXES_LOCKOUT_CALLABLE = "portal.organizations.signing_in.lockout.lockout_response"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# A second factor for who signs or checks; production makes it compulsory.
TOTP_COMPULSORY = False
TOTP_REQUIRED_PERMISSIONS = (
    "disclosure.check_secrecy_publication",
    "disclosure.sign_publication",
    "disclosure.publish_publication",
    "disclosure.emergency_publication",
    "organizations.change_user",
)
LOGIN_URL = "admin:login"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SQLITE_OPTIONS = {
    # Writers take the lock at BEGIN: that serialises numbering, the ledger and the trees on SQLite.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;",
}


def database(default: str = env.NOTSET) -> dict:
    """The DATABASES entry for the URL in DATABASE_URL, or for `default`; SQLite gets WAL and immediate locks."""
    config = env.db("DATABASE_URL", default=default)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = SQLITE_OPTIONS
    else:
        config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return config


SESSION_COOKIE_HTTPONLY = True
SESSION_IDLE_SECONDS = 30 * 60
SESSION_ABSOLUTE_SECONDS = 10 * 3600
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# One upload: 20 MiB; a request with several: 60 MiB. Larger is refused with a message before it is stored.
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024
PICTURE_MAX_BYTES = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
REQUEST_MAX_BYTES = 60 * 1024 * 1024
# What one business system may ask of the API (docs/api.md).
API_REQUESTS_PER_MINUTE = 60
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# How soon something published or withheld is looked at again, in months, by kind. The law fixes no interval
# (条例 Art. 18); a document with an end is looked at six months before it as well (rule 8.21).
REASSESS_MONTHS = {"default": 12, "policy": 24, "interpretation": 24, "annual_report": 60, "withheld": 12}
# How long an unsigned emergency publication stands before it is a finding, in hours.
EMERGENCY_SIGNATURE_HOURS = 24
# How many years a normative document holds when nothing else is laid down; trial ones say 试行 or 暂行 (rule 8.21).
VALIDITY_YEARS = {"default": 5, "trial": 2}

CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "portal.tasks.heartbeat", "schedule": crontab()},
    "publish-due": {"task": "disclosure.tasks.publish_due", "schedule": crontab()},
    "take-down-expired": {"task": "disclosure.tasks.take_down_expired", "schedule": crontab(minute="*/5")},
    "keep-documents": {"task": "disclosure.tasks.keep_documents", "schedule": crontab(hour=0, minute=2)},
    "apply-due-changes": {"task": "catalog.tasks.apply_due_changes", "schedule": crontab(hour=0, minute=10)},
    "refresh-coverage": {"task": "catalog.tasks.refresh_coverage", "schedule": crontab(hour=0, minute=20)},
    "check-consistency": {
        "task": "disclosure.tasks.check_consistency",
        "schedule": crontab(hour=1, minute=10),
    },
    "check-links": {"task": "disclosure.tasks.check_links", "schedule": crontab(hour=2, minute=10)},
    "refresh-statistics": {"task": "portal.tasks.refresh_statistics", "schedule": crontab(hour=0, minute=40)},
    "verify-ledger": {"task": "portal.ledger.tasks.verify_ledger", "schedule": crontab(hour=0, minute=50)},
}
# Embedded default: tasks run in this process and `manage.py serve` keeps the schedule. Production names a broker.
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="")
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_TASK_EAGER_PROPAGATES = True
# Long work with a progress bar runs by a worker, or in a thread of this process; tests do it on the spot.
JOBS_INLINE = False
# Links to other websites are tried at night. Off: the portal may stand in a network that reaches nobody outside.
CHECK_EXTERNAL_LINKS = env.bool("CHECK_EXTERNAL_LINKS", default=False)

# The marks a government website must carry (国办发〔2017〕47号). Demo values; production sets its own.
SITE = {
    "name": env("SITE_NAME", default="明湖县人民政府"),
    "domain": env("SITE_DOMAIN", default="www.minghu.example"),
    "url": env("SITE_URL", default="http://127.0.0.1:8000"),
    "id_code": env("SITE_ID_CODE", default="3699210001"),
    "organizer": env("SITE_ORGANIZER", default="明湖县人民政府办公室"),
    "contractor": env("SITE_CONTRACTOR", default="明湖县政务公开中心"),
    "phone": env("SITE_PHONE", default="0700-6880001"),
    "address": env("SITE_ADDRESS", default="明湖县城关街道明湖大道1号"),
    "email": env("SITE_EMAIL", default="gongkai@minghu.example"),
    "icp": env("SITE_ICP", default="江澜ICP备00000001号（示例）"),
    "police": env("SITE_POLICE", default="江澜公网安备 36992100000001号（示例）"),
}
STYLEGUIDE = False
OTP_TOTP_ISSUER = SITE["name"]
# The demo county's logins: they are looked for in production, where they must not be.
DEMO_PASSWORD = "mingchuang-2026"  # noqa: S105 (published in the README)
DEMO_USERNAMES = (
    "jingban", "shenhe", "baomi", "qianfa", "fuzeren", "yishenqing", "hudong", "ducha", "admin", "yunxi", "yunxi-qianfa",
)  # fmt: skip

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_tokens": {"()": "portal.logs.WithoutTokens"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["without_tokens"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "WARNING"},
        "django.request": {"filters": ["without_tokens"]},
        "django.server": {"filters": ["without_tokens"], "handlers": ["console"], "propagate": False},
    },
}
