from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrganizationsConfig(AppConfig):
    name = "portal.organizations"
    verbose_name = "机构与人员"

    def ready(self):
        from portal import reach
        from portal.ledger.sentences import register_names

        from . import checks  # noqa: F401
        from .names import names_of_codes
        from .record import register_sentences
        from .roles import ensure_roles
        from .scope import codes_in_reach
        from .signing_in import receivers  # noqa: F401

        post_migrate.connect(ensure_roles, dispatch_uid="organizations.ensure_roles")
        register_names(names_of_codes)
        reach.register(codes_in_reach)
        register_sentences()
