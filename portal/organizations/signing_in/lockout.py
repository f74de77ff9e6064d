"""Locking out who guesses passwords: by name and address together, and by address alone. django-axes keeps count."""

import ipaddress

from axes.backends import AxesStandaloneBackend
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ..models import SignInLock, User
from ..record import record
from ..scope import organizations_in_scope, sees_every_organization

UNKNOWN = "无此账号-"


class LockOutBackend(AxesStandaloneBackend):
    """Guards every sign-in that comes by a request. Without one (commands, tests) nobody is guessing."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if request is None:
            return None
        return super().authenticate(request, username=username, password=password, **kwargs)


class Handler(AxesDatabaseHandler):
    """Two limits: few failures for one name from one address; more for the address, which a whole office may share."""

    def get_failures(self, request, credentials=None) -> int:
        """Failures on the scale of AXES_FAILURE_LIMIT, whichever of the two counts is nearer to its limit."""
        pair, address = (_total(attempts) for attempts in self.get_user_attempts(request, credentials))
        return max(pair, address * settings.AXES_FAILURE_LIMIT // settings.ADDRESS_FAILURE_LIMIT)

    def reset_user_attempts(self, request, credentials=None) -> int:
        """After a success forget the failures of this name from this address; those of other names stay counted."""
        pair, _ = self.filter_user_attempts(request, credentials)
        return pair.delete()[0]


def client_address(request) -> str | None:
    """The visitor's address. The web server works it out of the trusted proxy's header; ours is to believe no other."""
    found = (request.META.get("REMOTE_ADDR") or "").strip("[]")
    try:
        return str(ipaddress.ip_address(found))
    except ValueError:
        return None


def name_tried(request, credentials=None) -> str:
    """The name under which a failure is counted: that of an account, or a mark for one that does not exist.

    People type their password where the name belongs; what is no account's name is therefore not stored.
    """
    name = (credentials or {}).get("username") or (request.POST.get("username") if request else "") or ""
    if User.objects.filter(username=name).exists():
        return name
    return UNKNOWN + salted_hmac("portal.organizations.name_tried", name, algorithm="sha256").hexdigest()[:8]


def lockout_response(request, original_response=None, credentials=None):
    """The page that says how long, and whom to call. 429, never kept."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    context = {"minutes": minutes, "limit": settings.AXES_FAILURE_LIMIT}
    response = render(request, "admin/sign_in/locked.html", context, status=429)
    response["Retry-After"] = str(minutes * 60)
    response["Cache-Control"] = "no-store"
    return response


def current_failures() -> QuerySet[SignInLock]:
    """Failures that still count."""
    return SignInLock.objects.filter(attempt_time__gte=timezone.now() - settings.AXES_COOLOFF_TIME)


def locked_pairs() -> set[tuple[str, str]]:
    """(name, address) pairs that are locked now, in one query."""
    rows = (
        current_failures().values_list("username", "ip_address").annotate(total=Sum("failures_since_start"))
    )
    return {(name, ip) for name, ip, total in rows.order_by() if total >= settings.AXES_FAILURE_LIMIT}


def locked_addresses() -> set[str]:
    """Addresses that are locked for every name now, in one query."""
    rows = current_failures().values_list("ip_address").annotate(total=Sum("failures_since_start"))
    return {ip for ip, total in rows.order_by() if total >= settings.ADDRESS_FAILURE_LIMIT}


def failures_in_scope(user: User) -> QuerySet[SignInLock]:
    """What an administrator sees: everything for the county's office, else the names of people in scope."""
    if sees_every_organization(user):
        return SignInLock.objects.all()
    people = User.objects.filter(organization__in=organizations_in_scope(user).values("pk"))
    return SignInLock.objects.filter(username__in=people.values("username"))


@transaction.atomic
def lift(failures: QuerySet[SignInLock], by: User) -> int:
    """Forget these failures, so that the person may try again at once; returns how many rows. One ledger entry each name."""
    names = sorted(set(failures.values_list("username", flat=True)))
    count = AccessAttempt.objects.filter(pk__in=list(failures.values_list("pk", flat=True))).delete()[0]
    for name in names:
        record("sign_in_lock_lifted", f"sign-in:{name}"[:120], by, name=name)
    return count


def _total(attempts) -> int:
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0
