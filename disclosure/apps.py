from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "信息公开"

    def ready(self):
        from . import receivers  # noqa: F401
        from .api import systems
        from .documents import receivers as documents_receivers  # noqa: F401
        from .documents.ledger_sentences import register_sentences
        from .files import deletion  # noqa: F401

        register_sentences()
        systems.register_sentences()
