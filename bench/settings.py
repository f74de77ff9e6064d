"""The development settings, with static files found where they lie, and without talk in the log."""

from portal.settings.development import *  # noqa: F403
from portal.settings.development import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ALLOWED_HOSTS = ["*"]
LOGGING_CONFIG = None
