from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ScreeningConfig(AppConfig):
    name = "portal.screening"
    verbose_name = "发布前检查"

    def ready(self):
        from .shipping import ship_lists

        post_migrate.connect(ship_lists, sender=self, dispatch_uid="screening.ship_lists")
