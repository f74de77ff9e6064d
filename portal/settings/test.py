"""Fast and isolated; a real database. DATABASE_URL chooses PostgreSQL where a test run wants it.

The SQLite test database is a file: threads (live server, two writers at once) cannot share one in memory.
"""

import atexit
import shutil
import tempfile
from pathlib import Path

from .common import *  # noqa: F403
from .common import SQLITE_OPTIONS, STORAGES, database

VAR_DIR = Path(tempfile.mkdtemp(prefix="mingchuang-test-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)

SECRET_KEY = "test-key"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": database(f"sqlite:///{VAR_DIR / 'unused.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS | {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    }
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_BROKER_URL = ""
CELERY_TASK_ALWAYS_EAGER = True
JOBS_INLINE = True
CHECK_EXTERNAL_LINKS = False
DEMO = True
STYLEGUIDE = True
