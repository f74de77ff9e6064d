"""Fast and isolated; a real database. DATABASE_URL chooses PostgreSQL where a test run wants it."""

import tempfile
from pathlib import Path

from .common import *  # noqa: F403
from .common import STORAGES, database

SECRET_KEY = "test-key"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": database("sqlite:///:memory:")}
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="mingchuang-test-media-"))
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEMO = True
STYLEGUIDE = True
