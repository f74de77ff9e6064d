from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = "公开目录"

    def ready(self):
        from . import receivers  # noqa: F401
        from .ledger_sentences import register_sentences

        register_sentences()
