from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from catalog.changes import repair
from catalog.comparison import GAP_LABELS, Comparison, Gap, Line, compare
from catalog.models.change_rights import PROPOSE
from catalog.plan import Key
from portal.refusal import NotAllowed
from portal.spreadsheet_export import xlsx_file

COLUMNS = ["领域编码", "领域", "差异", "一级事项", "二级事项", "栏目", "国家标准目录", "本县目录", "说明"]
SHOWN = 200


class ComparisonView(View):
    """与国家标准目录比对: missing, different and extra matters; a draft change request out of each by one press."""

    model_admin = None

    def dispatch(self, request, *args, **kwargs):
        if not self.model_admin.has_view_permission(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        comparison = compare()
        lines = _chosen(comparison, request.GET)
        if request.GET.get("format") == "xlsx":
            name = f"与国家标准目录比对_{timezone.localdate():%Y%m%d}"
            return xlsx_file([("差异", COLUMNS, _cells(comparison, lines))], name)
        context = {
            "title": "与国家标准目录比对",
            "opts": self.model_admin.opts,
            "comparison": comparison,
            "totals": [(gap.value, GAP_LABELS[gap], comparison.count(gap)) for gap in Gap],
            "lines": lines[:SHOWN],
            "left_out": max(0, len(lines) - SHOWN),
            "domain": request.GET.get("domain", ""),
            "gap": request.GET.get("gap", ""),
            "query": request.GET.urlencode(),
            "may_propose": request.user.has_perm(PROPOSE),
        }
        site = self.model_admin.admin_site.each_context(request)
        return render(request, "admin/catalog/comparison.html", site | context)

    def post(self, request):
        if not request.user.has_perm(PROPOSE):
            raise PermissionDenied
        key = Key(*(request.POST.get(name, "") for name in Key._fields))
        line = compare().find(key)
        if line is None:
            messages.info(request, "这一差异已经不存在，不需要提出调整。")
            return redirect(request.get_full_path())
        try:
            change = repair.propose(line, request.user)
        except NotAllowed as refusal:
            messages.error(request, f"没有提出：{''.join(refusal.reasons)}")
            return redirect(request.get_full_path())
        messages.success(request, "已经生成调整申请草稿，请核对依据后提交。")
        return redirect(change.get_admin_url())


def _chosen(comparison: Comparison, query) -> list[Line]:
    domain, gap = query.get("domain", ""), query.get("gap", "")
    return [
        line for line in comparison.lines if domain in ("", line.key.domain) and gap in ("", line.gap.value)
    ]


def _cells(comparison: Comparison, lines: list[Line]):
    for line in lines:
        head = [line.key.domain, comparison.domains[line.key.domain], line.label, line.key.level1, line.name]
        for element in line.lines or [("", "", "")]:
            yield [*head, *element, line.note]
