"""Who is calling, and how often. Cookies and sessions count for nothing here."""

import time
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from ninja.security.base import AuthBase
from ninja.throttling import BaseThrottle

from disclosure.models import BusinessSystem

from .tokens import system_of

MINUTE = 60
SEEN_AGAIN_AFTER = timedelta(minutes=1)


class SystemToken(AuthBase):
    """`Authorization: Bearer mc_…`. Ninja's own class writes a token it cannot read into the log."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "系统管理员在后台“业务系统”中登记后得到的令牌，放在 Authorization: Bearer 之后。"

    def __call__(self, request) -> BusinessSystem | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            return None
        system = system_of(token.strip())
        if system is not None:
            _note_use(system)
        return system


class PerSystem(BaseThrottle):
    """So many requests of one system in a minute by the clock (`API_REQUESTS_PER_MINUTE`)."""

    def allow_request(self, request) -> bool:
        key = f"api-requests:{request.auth.pk}:{int(time.time()) // MINUTE}"
        cache.add(key, 0, timeout=2 * MINUTE)
        try:
            return cache.incr(key) <= settings.API_REQUESTS_PER_MINUTE
        except ValueError:  # evicted between the two lines
            return True

    def wait(self) -> float:
        return MINUTE - time.time() % MINUTE


def _note_use(system: BusinessSystem) -> None:
    now = timezone.now()
    if system.last_used_at is None or now - system.last_used_at > SEEN_AGAIN_AFTER:
        BusinessSystem.objects.filter(pk=system.pk).update(last_used_at=now)
