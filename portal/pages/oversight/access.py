"""Who may look at the inspectors' pages, and at which organisations."""

from collections.abc import Callable
from functools import cached_property, wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.views.decorators.cache import never_cache

from catalog.models import Obligation
from portal.organizations.models import Organization, User
from portal.organizations.scope import can_act_for, sees_every_organization

PERMISSION = "catalog.inspect_coverage"
BACKEND = "django.contrib.auth.backends.ModelBackend"
LONG_TEXTS = ["functions", "address", "office_hours", "disclosure_office", "reconsideration_organ", "court"]


class Scope:
    """The organisations `user` may inspect, in tree order. One query; the obligations are read when asked for."""

    def __init__(self, user: User):
        known = {o.pk: o for o in Organization.objects.defer(*LONG_TEXTS).order_by("tree_id", "lft")}
        # The parents, and the user's own organisation, are among them: no queries of their own.
        for organization in known.values():
            organization.parent = known.get(organization.parent_id)
        user.organization = known.get(user.organization_id)
        self.user = user
        self.is_whole_county = sees_every_organization(user)
        self.organizations = [o for o in known.values() if can_act_for(user, o)]

    @cached_property
    def by_code(self) -> dict[str, Organization]:
        return {o.code: o for o in self.organizations}

    def obligations(self) -> QuerySet[Obligation]:
        """The obligations in force of the organisations in scope."""
        rows = Obligation.objects.current()
        return rows if self.is_whole_county else rows.filter(organization__in=self.organizations)


def inspectors_only(view: Callable) -> Callable:
    """Calls `view(request, scope, …)` for staff who may inspect; sends visitors to the login, refuses others."""

    @never_cache
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        user = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not (user.is_staff and may_inspect(user)):
            raise PermissionDenied
        return view(request, Scope(user), *args, **kwargs)

    return wrapper


def may_inspect(user: User) -> bool:
    """What `user.has_perm` says, in one query where that takes two."""
    if user.is_superuser and user.is_active:
        return True
    return User.objects.with_perm(PERMISSION, backend=BACKEND).filter(pk=user.pk).exists()
