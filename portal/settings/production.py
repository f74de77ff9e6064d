"""Production: every value that matters must be set; a missing or empty one stops the start with its name."""

from django.core.exceptions import ImproperlyConfigured

from .common import *  # noqa: F403
from .common import database, env


def required(name: str) -> str:
    """The environment variable `name`. Raises ImproperlyConfigured when it is missing or blank."""
    value = env(name).strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is empty: fill it in, see deploy/mingchuang.env.example")
    return value


SECRET_KEY = required("SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
required("DATABASE_URL")
DATABASES = {"default": database()}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": required("REDIS_URL")}
}
CELERY_BROKER_URL = required("CELERY_BROKER_URL")
CELERY_TASK_ALWAYS_EAGER = False
SITE_MARKS = ("name", "domain", "url", "id_code", "organizer", "phone", "address", "email", "icp", "police")
SITE = {key: required(f"SITE_{key.upper()}") for key in SITE_MARKS}
SITE["contractor"] = env("SITE_CONTRACTOR", default="")
DEMO = False
OTP_TOTP_ISSUER = SITE["name"]
TOTP_COMPULSORY = True

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
