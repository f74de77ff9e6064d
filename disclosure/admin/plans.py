"""Interpretation at the desk: the plan of a document, its exemption, its draft, and what is lacking."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import path
from django.utils.html import format_html

from disclosure import rules
from disclosure.documents import interpretations
from disclosure.models import Interpretation, InterpretationPlan, Publication
from disclosure.pipeline import approve_exemption
from disclosure.vocabulary import InterpretationForm, Status
from portal.organizations.scope import organizations_in_scope
from portal.refusal import NotAllowed

from .life import (
    DateInput,
    LifeList,
    ScopeOrganizationFilter,
    change_url,
    own_page,
    page_url,
    title_link,
)


class PlanForm(forms.ModelForm):
    class Meta:
        model = InterpretationPlan
        fields = ["interpreter", "form", "due_on", "interpretation", "exemption_reason"]
        widgets = {
            "due_on": DateInput(),
            "interpreter": forms.TextInput(attrs={"class": "vTextField"}),
            "exemption_reason": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        }

    def __init__(self, *args, document, user, **kwargs):
        super().__init__(*args, **kwargs)
        own = Interpretation.objects.filter(organization__in=organizations_in_scope(user).values("pk"))
        own = own.filter(corrects__isnull=True).exclude(status=Status.ARCHIVED)
        free = Q(planned_for__isnull=True) | Q(planned_for__document=document)
        self.fields["interpretation"].queryset = Publication.objects.filter(
            pk__in=own.filter(free).values("pk")
        ).order_by("-pk")
        self.fields["interpretation"].empty_label = "还没有"
        self.fields["interpretation"].help_text = "已经写好的解读稿；没有的，保存方案以后点“新建解读稿”。"
        self.fields["form"].choices = [("", "请选择"), *InterpretationForm.choices]

    def answers(self) -> dict:
        return {name: self.cleaned_data[name] for name in interpretations.PLAN_FIELDS}


class PlanMixin:
    """For the desk of policy documents: the page `<pk>/plan/` and a note on it on the change page."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/plan/", view(self.plan_view), name=f"{name}_plan"),
            *super().get_urls(),
        ]

    def plan_view(self, request, object_id):
        """The plan. Posting saves it, asks for or approves an exemption, or starts the draft; or says why not."""
        document = self.visible_object(request, object_id)
        if document is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        plan = InterpretationPlan.objects.filter(document=document).first()
        data = request.POST if request.method == "POST" and "_save" in request.POST else None
        form = PlanForm(data, instance=plan, document=document, user=request.user)
        acts = {"_save": self._save_plan, "_approve": self._approve, "_start": self._start}
        act = next((acts[name] for name in acts if name in request.POST), None)
        if act and (response := self._try_plan(request, act, document, form)):
            return response
        return own_page(self, request, "plan", self._plan_context(request, document, plan, form))

    def _try_plan(self, request, act, document, form):
        try:
            return act(request, document, form)
        except NotAllowed as refusal:
            messages.error(request, "".join(refusal.reasons))
            return None

    def _save_plan(self, request, document, form):
        if not form.is_valid():
            return None
        plan = interpretations.save_plan(document, request.user, **form.answers())
        said = "解读方案已经保存。"
        if plan.exemption_reason and not plan.is_exempt:
            said += "不作解读的理由等待审核人批准。"
        messages.success(request, said)
        return HttpResponseRedirect(page_url(document, "plan"))

    def _approve(self, request, document, form):
        approve_exemption(document, request.user)
        messages.success(request, "已批准这份文件不作解读。")
        return HttpResponseRedirect(page_url(document, "plan"))

    def _start(self, request, document, form):
        draft = interpretations.start_interpretation(document, request.user)
        messages.success(request, "解读稿已经建好，并与文件关联。请按各要素填写，不需要的小标题可以删去。")
        return HttpResponseRedirect(change_url(draft))

    def _plan_context(self, request, document, plan, form) -> dict:
        user = request.user
        waits_for_approval = plan is not None and plan.exemption_reason and not plan.is_exempt
        return {
            "title": "解读方案",
            "original": document,
            "change_url": change_url(document),
            "plan": plan,
            "form": form,
            "why_not_plan": interpretations.why_not_plan(document, user),
            "why_not_start": interpretations.why_not_start(document, user),
            "waits_for_approval": waits_for_approval,
            "why_not_approve": rules.about_people(document, user, "review", (rules.did_not_write,))
            if waits_for_approval
            else [],
            "planned": rules.interpretation_is_planned(document),
            "interpretation_url": change_url(plan.interpretation) if plan and plan.interpretation else "",
        }

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.corrects_id:
            return fieldsets
        return [*fieldsets, ("解读方案", {"fields": ["plan_note"]})]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "plan_note"]

    @admin.display(description="解读")
    def plan_note(self, document):
        plan = InterpretationPlan.objects.filter(document=document).select_related("interpretation").first()
        link = format_html('<a href="{}">填写解读方案</a>', page_url(document, "plan"))
        return format_html("{} {}", plan_words(plan), link)


def plan_words(plan: InterpretationPlan | None) -> str:
    """Where the plan stands, as a sentence."""
    if plan is None or not (plan.is_complete or plan.exemption_reason or plan.interpretation):
        return "没有解读方案。"
    if plan.exemption_reason:
        return "已批准不作解读。" if plan.is_exempt else "申请不作解读，等待审核人批准。"
    state = (
        f"解读稿“{plan.interpretation.get_status_display()}”。" if plan.interpretation else "还没有解读稿。"
    )
    if not plan.is_complete:
        return f"{state}还没有写明解读人、形式和日期。"
    return f"{plan.interpreter}，{plan.get_form_display()}，{plan.due_on:%Y-%m-%d}。{state}"


@admin.register(InterpretationPlan)
class InterpretationPlanAdmin(LifeList):
    """Every plan; written on the document's own page."""

    organization_path = "document__organization"
    list_display = ["document_title", "organ", "interpreter", "form", "due_on", "state"]
    list_display_links = None
    list_filter = [
        ScopeOrganizationFilter,
        "form",
        ("exemption_approved_at", admin.EmptyFieldListFilter),
        "document__status",
    ]
    list_select_related = ["document__organization", "interpretation"]
    search_fields = ["document__title", "interpreter"]
    search_help_text = "按文件标题或者解读人查找"
    ordering = ["-pk"]
    empty_list_text = "起草政策文件时填写解读方案，填写以后会在这里列出。"

    @admin.display(description="文件", ordering="document__title")
    def document_title(self, plan):
        return title_link(plan.document, page_url(plan.document, "plan"))

    @admin.display(description="单位", ordering="document__organization__lft")
    def organ(self, plan):
        return plan.document.organization.short_name

    @admin.display(description="进展")
    def state(self, plan):
        return plan_words(plan)
