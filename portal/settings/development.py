"""One machine, no services: SQLite, in-process tasks. What `make run` uses."""

from .common import *  # noqa: F403
from .common import VAR_DIR, database, env

SECRET_KEY = "development-only-key-never-used-where-data-matters"  # noqa: S105
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DATABASES = {"default": database(f"sqlite:///{VAR_DIR / 'mingchuang.sqlite3'}")}
DEMO = True
PASSWORD_MAX_AGE_DAYS = 0  # the demo logins keep their published password
STYLEGUIDE = True
