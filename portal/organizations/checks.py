"""What must not be forgotten in production; `manage.py check --deploy --database default` says it."""

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.checks import Error, Tags, Warning, register
from django.db import connections

LONGEST_SESSION = 12 * 3600


@register(Tags.security, deploy=True)
def second_factor_is_compulsory(app_configs, **kwargs):
    if settings.DEMO or settings.TOTP_COMPULSORY:
        return []
    return [
        Warning(
            "Staff who sign or check publications may sign in with a password alone.",
            hint="Set TOTP_COMPULSORY = True (production settings do).",
            id="organizations.W001",
        )
    ]


@register(Tags.security)
def second_factor_names_its_permissions(app_configs, **kwargs):
    if not settings.TOTP_COMPULSORY or settings.TOTP_REQUIRED_PERMISSIONS:
        return []
    return [
        Error(
            "TOTP_COMPULSORY is on, but TOTP_REQUIRED_PERMISSIONS names nobody.",
            hint="List the permissions that ask for a second factor, such as disclosure.sign_publication.",
            id="organizations.E001",
        )
    ]


@register(Tags.security, deploy=True)
def sessions_end(app_configs, **kwargs):
    longest = max(settings.SESSION_COOKIE_AGE, settings.SESSION_ABSOLUTE_SECONDS)
    if longest <= LONGEST_SESSION and 0 < settings.SESSION_IDLE_SECONDS <= settings.SESSION_ABSOLUTE_SECONDS:
        return []
    return [
        Warning(
            "Sessions of staff last longer than a working day, or never end when left alone.",
            hint="Keep SESSION_COOKIE_AGE and SESSION_ABSOLUTE_SECONDS at 12 hours or less and "
            "SESSION_IDLE_SECONDS above 0 and below them.",
            id="organizations.W002",
        )
    ]


@register(Tags.database, deploy=True)
def no_demo_accounts(app_configs, databases=None, **kwargs):
    if settings.DEMO:
        return []
    found = sorted({name for alias in databases or () for name in _demo_accounts(alias)})
    if not found:
        return []
    return [
        Error(
            f"Accounts of the demo county can sign in here with the published password: {', '.join(found)}.",
            hint="Switch these accounts off in the admin, or set another password.",
            id="organizations.E002",
        )
    ]


def _demo_accounts(alias: str) -> list[str]:
    from .models import User

    if User._meta.db_table not in connections[alias].introspection.table_names():
        return []
    users = User.objects.using(alias).filter(username__in=settings.DEMO_USERNAMES, is_active=True)
    return [user.username for user in users if check_password(settings.DEMO_PASSWORD, user.password)]
