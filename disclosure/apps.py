from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "信息公开"

    def ready(self):
        from . import receivers  # noqa: F401
        from .files import deletion  # noqa: F401
