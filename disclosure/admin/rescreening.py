"""重新检查: some rows of a list, or everything that is out or on the way."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.urls import reverse

from disclosure.jobs import rescreen_many  # noqa: F401 (registers the job)
from disclosure.rescreening import UNDER_WAY, out_or_on_the_way
from disclosure.vocabulary import Status
from portal.jobs import services

from .bulk import BulkMixin
from .life import own_page

KIND = "rescreen"
MOST_SELECTED = 2000
WORKS_ON_THEM = ("submit", "review", "check_secrecy", "sign")
OVERSEES = "disclosure.view_consistencyfinding"


class RescreenMixin:
    """A list of publications whose selected rows can be screened again."""

    actions = [*BulkMixin.actions, "rescreen_selected"]

    def has_rescreen_permission(self, request):
        return any(request.user.has_perm(f"disclosure.{right}_publication") for right in WORKS_ON_THEM)

    @admin.action(description="重新检查所选信息", permissions=["rescreen"])
    def rescreen_selected(self, request, queryset):
        pks = list(queryset.values_list("pk", flat=True)[: MOST_SELECTED + 1])
        if len(pks) > MOST_SELECTED:
            messages.error(request, f"一次最多重新检查{MOST_SELECTED}条，请先筛选，再分批选择。")
            return None
        return _begin(request, f"重新检查所选的{len(pks)}条信息", selected=pks)


def may_rescreen_all(request) -> bool:
    """Who looks after the word lists or inspects the county, each in their own scope."""
    return request.user.has_perm(OVERSEES)


def rescreen_all(model_admin, request):
    """Say what would be screened again; POST begins it."""
    if not may_rescreen_all(request):
        raise PermissionDenied
    if request.method == "POST":
        return _begin(request, "全部重新检查")
    rows = out_or_on_the_way(request.user).order_by().values_list("status").annotate(Count("pk"))
    by_status = dict(rows)
    context = {
        "title": "全部重新检查",
        "public": by_status.get(Status.PUBLISHED, 0),
        "under_way": sum(by_status.get(status, 0) for status in UNDER_WAY),
        "running": services.under_way(KIND, request.user),
    }
    return own_page(model_admin, request, "rescreen", context)


def _begin(request, title: str, **arguments):
    """To the page of the job; of the one that is running when there is one."""
    running = services.under_way(KIND, request.user)
    if running:
        messages.warning(request, f"您发起的“{running.title}”还没有做完，请等它做完，或者停止以后再发起。")
    job = running or services.start(KIND, title, request.user, **arguments)
    return HttpResponseRedirect(reverse("admin:jobs_job_page", args=[job.pk]))
