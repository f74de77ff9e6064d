"""文件清理 at the desk: open one, give verdicts one by one or many at once, publish the result."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone

from disclosure.documents import cleanups
from disclosure.models import Cleanup, CleanupDecision
from disclosure.vocabulary import CleanupVerdict
from portal.organizations.scope import can_act_for, organizations_in_scope
from portal.refusal import NotAllowed
from portal.spreadsheet_export import xlsx_file

from .life import DateInput, LifeList, ScopeOrganizationFilter, change_url, own_page
from .prefill import key_in

PER_PAGE = 50
OPEN = "open"
COLUMNS = [
    "文件名称",
    "发文字号",
    "制定机关",
    "成文日期",
    "实施日期",
    "有效期至",
    "清理意见",
    "理由",
    "登记人",
    "登记时间",
]


class CleanupForm(forms.ModelForm):
    user = None

    class Meta:
        model = Cleanup
        fields = ["title", "organization", "formed_before", "basis", "note"]
        widgets = {"formed_before": DateInput()}
        help_texts = {
            "title": "如：2026年行政规范性文件清理。",
            "organization": "清理这个单位和它的下级单位现行有效的文件。",
            "formed_before": "成文日期早于这一天的文件列入清单。",
            "basis": "上级的部署，如：关于开展规范性文件清理的通知。",
        }

    def clean(self):
        data = super().clean()
        if self.user and {"organization", "formed_before"} <= data.keys():
            reasons = cleanups.why_not_open(data["organization"], data["formed_before"], self.user)
            if reasons:
                raise forms.ValidationError(reasons)
        return data


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label="清理意见", choices=CleanupVerdict.choices, widget=forms.RadioSelect, required=False
    )
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="继续有效的可以不填；修改、废止和失效的必填，公布结果时会列出。",
    )


class StageFilter(admin.SimpleListFilter):
    title = "进展"
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [("open", "进行中"), ("done", "已公布生效")]

    def queryset(self, request, queryset):
        if self.value() in ("open", "done"):
            return queryset.filter(applied_at__isnull=self.value() == "open")
        return queryset


@admin.register(Cleanup)
class CleanupAdmin(LifeList):
    form = CleanupForm
    list_display = ["title", "organization", "formed_before", "progress_words", "stage_words"]
    list_filter = [StageFilter, ScopeOrganizationFilter]
    list_select_related = ["organization", "result"]
    search_fields = ["title"]
    search_help_text = "按名称查找"
    ordering = ["-pk"]
    empty_list_text = "组织文件清理时点“增加文件清理”，现行有效的文件会自动列入清单。"

    def has_add_permission(self, request):
        return request.user.has_perm("disclosure.add_cleanup")

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        field = form.base_fields["organization"]
        field.queryset = organizations_in_scope(request.user).active().order_by("tree_id", "lft")
        field.widget.can_add_related = field.widget.can_change_related = field.widget.can_view_related = False
        return form

    def save_model(self, request, obj, form, change):
        data = form.cleaned_data
        opened = cleanups.open_cleanup(
            data["title"],
            data["organization"],
            data["formed_before"],
            request.user,
            basis=data["basis"],
            note=data["note"],
        )
        obj.pk, obj._state.adding = opened.pk, False

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(request, f"清理已经启动，列入{obj.decisions.count()}件文件，请逐件登记清理意见。")
        return HttpResponseRedirect(self._url(obj))

    @admin.display(description="已登记意见")
    def progress_words(self, cleanup):
        found = cleanups.progress(cleanup)
        return f"{found['decided']} / {found['total']}"

    @admin.display(description="进展")
    def stage_words(self, cleanup):
        if cleanup.applied_at:
            return f"{timezone.localdate(cleanup.applied_at):%Y-%m-%d}公布生效"
        if cleanup.result:
            return f"结果稿“{cleanup.result.get_status_display()}”"
        return "正在登记意见"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/list.xlsx", view(self.list_view), name="disclosure_cleanup_list"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The list with the verdicts. Posting gives verdicts, or draws up the result; or says why not."""
        cleanup = self._seen(request, key_in(object_id))
        if cleanup is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        acts = {"_decide": self._decide, "_result": self._draft_result, "_refill": self._refill}
        act = next((acts[name] for name in acts if name in request.POST), None)
        if request.method == "POST" and act:
            return self._try(request, act, cleanup)
        return own_page(self, request, "cleanup", self._context(request, cleanup))

    def history_view(self, request, object_id, extra_context=None):
        return self.change_view(request, object_id)

    def _seen(self, request, pk):
        cleanup = (
            pk
            and Cleanup.objects.select_related("organization", "result__organization").filter(pk=pk).first()
        )
        if cleanup and not (
            self.has_view_permission(request) and can_act_for(request.user, cleanup.organization)
        ):
            raise PermissionDenied
        return cleanup or None

    def _url(self, cleanup) -> str:
        return reverse("admin:disclosure_cleanup_change", args=[cleanup.pk])

    def _try(self, request, act, cleanup):
        try:
            return act(request, cleanup)
        except NotAllowed as refusal:
            messages.error(request, "".join(refusal.reasons))
            return HttpResponseRedirect(f"{self._url(cleanup)}?{request.GET.urlencode()}")

    def _decide(self, request, cleanup):
        chosen = [key for text in request.POST.getlist("decision") if (key := key_in(text))]
        if "all" in request.POST:
            chosen = list(self._narrow(request, cleanup).values_list("pk", flat=True))
        form = VerdictForm(request.POST)
        if not form.is_valid():
            raise NotAllowed(["理由最多300字，请缩短。"])
        answer = form.cleaned_data
        done = cleanups.decide(cleanup, chosen, answer["verdict"], answer["reason"], request.user)
        messages.success(
            request, f"已登记{done}件文件的清理意见：{CleanupVerdict(answer['verdict']).label}。"
        )
        return HttpResponseRedirect(f"{self._url(cleanup)}?{request.GET.urlencode()}")

    def _draft_result(self, request, cleanup):
        result = cleanups.draft_result(cleanup, request.user)
        messages.success(request, "结果稿已经写好，请核对后送审；结果发布的当天，清理意见自动生效。")
        return HttpResponseRedirect(change_url(result))

    def _refill(self, request, cleanup):
        NotAllowed.if_any(cleanups.why_not_decide(cleanup, request.user))
        added = cleanups.fill(cleanup)
        messages.success(request, f"补充列入{added}件文件。" if added else "没有遗漏的文件。")
        return HttpResponseRedirect(self._url(cleanup))

    def _narrow(self, request, cleanup):
        rows = cleanup.decisions.select_related("document__organization", "decided_by").order_by("pk")
        verdict, words = (
            request.GET.get("verdict", ""),
            request.GET.get("q", "").replace("\x00", "").strip()[:60],
        )
        if verdict in CleanupVerdict.values:
            rows = rows.filter(verdict=verdict)
        elif verdict == OPEN:
            rows = rows.filter(verdict="")
        if organ := key_in(request.GET.get("organ")):
            rows = rows.filter(document__organization=organ)
        return rows.filter(document__title__icontains=words) if words else rows

    def _context(self, request, cleanup) -> dict:
        progress = cleanups.progress(cleanup)
        page = Paginator(self._narrow(request, cleanup), PER_PAGE).get_page(request.GET.get("page"))
        query = request.GET.copy()
        query.pop("page", None)
        organs = cleanup.decisions.order_by("document__organization__lft")
        organs = organs.values_list("document__organization", "document__organization__short_name").distinct()
        return {
            "title": cleanup.title,
            "original": cleanup,
            "progress": progress,
            "page_obj": page,
            "query": query.urlencode(),
            "verdicts": [("", "全部意见"), (OPEN, "还没有意见"), *CleanupVerdict.choices],
            "chosen": {name: request.GET.get(name, "") for name in ("verdict", "q", "organ")},
            "organs": [(str(pk), name) for pk, name in organs],
            "form": VerdictForm(),
            "why_not_decide": cleanups.why_not_decide(cleanup, request.user),
            "why_not_result": cleanups.why_not_draft_result(cleanup, request.user),
            "result_url": change_url(cleanup.result) if cleanup.result else "",
            "list_url": f"{reverse('admin:disclosure_cleanup_list', args=[cleanup.pk])}?{query.urlencode()}",
        }

    def list_view(self, request, pk):
        """The list with the verdicts as XLSX, as filtered on the page."""
        cleanup = self._seen(request, pk)
        if cleanup is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        rows = (_line(decision) for decision in self._narrow(request, cleanup))
        return xlsx_file([("清理清单", COLUMNS, rows)], f"{cleanup.title}-{timezone.localdate()}")


def _line(decision: CleanupDecision) -> list:
    document = decision.document
    return [
        document.title,
        document.document_number,
        document.organization.name,
        document.formed_on,
        document.effective_on,
        document.ceases_on,
        decision.get_verdict_display(),
        decision.reason,
        str(decision.decided_by or ""),
        decision.decided_at and timezone.localtime(decision.decided_at).replace(tzinfo=None),
    ]
