from django import forms
from django.contrib import admin, messages
from django.db import models

from catalog import exemptions
from catalog.models import Obligation
from portal.organizations.scope import can_act_for, organizations_in_scope
from portal.spreadsheet_export import ExportMixin


class Decision(models.TextChoices):
    """What is said of an obligation."""

    OWED = "owed", "照常公开"
    NOT_APPLICABLE = "not_applicable", "不适用：本单位没有这一事项"
    AWAITING = "awaiting", "信息尚未形成"


class DecisionForm(forms.ModelForm):
    """One decision with its reason; the service says whether it can be taken, before anything is saved."""

    decision = forms.ChoiceField(label="处理", choices=Decision, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="理由",
        required=False,
        max_length=exemptions.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如“本镇无城镇燃气经营企业”。群众看得到。",
    )
    until = forms.DateField(
        label="预计形成日期",
        required=False,
        help_text="只在“信息尚未形成”时填写，到期后重新计入“应公开未公开”。",
    )
    user = None

    class Meta:
        model = Obligation
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decision"].initial = _decided(self.instance)
        self.fields["reason"].initial = self.instance.not_applicable_reason or self.instance.awaiting_reason
        self.fields["until"].initial = self.instance.awaiting_until

    def clean(self):
        data = super().clean()
        for reason in self._why_not(data):
            self.add_error(None, reason)
        return data

    def _why_not(self, data: dict) -> list[str]:
        reason = data.get("reason", "")
        if data.get("decision") == Decision.NOT_APPLICABLE:
            return exemptions.why_not_applicable(self.instance, self.user, reason)
        if data.get("decision") == Decision.AWAITING and "until" in data:
            return exemptions.why_not_await(self.instance, self.user, data["until"], reason)
        return []


@admin.register(Obligation)
class ObligationAdmin(ExportMixin, admin.ModelAdmin):
    """Who owes what. What is owed follows from the catalog; here it is declared not applicable or not formed yet."""

    form = DecisionForm
    list_display = [
        "matter",
        "domain",
        "organization",
        "state",
        "first_due_on",
        "latest_published_on",
        "renew_by",
    ]
    list_filter = ["state", ("domain", admin.RelatedOnlyFieldListFilter), "organization__kind"]
    list_select_related = ["matter", "domain", "organization"]
    search_fields = ["matter__name", "matter__code", "organization__name"]
    show_full_result_count = False
    list_per_page = 50
    ordering = ["organization__tree_id", "organization__lft", "matter__tree_id", "matter__lft"]
    readonly_fields = [
        "matter", "organization", "since", "ended_on", "state", "first_due_on", "published_count",
        "latest_published_on", "latest_is_late", "renew_by", "not_applicable_by",
    ]  # fmt: skip
    fieldsets = [
        (None, {"fields": ["matter", "organization", "since", "ended_on", "state"]}),
        ("依据", {"fields": readonly_fields[5:10]}),
        ("处理", {"fields": ["decision", "reason", "until", "not_applicable_by"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).in_scope(organizations_in_scope(request.user))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type("DecisionForm", (form,), {"user": request.user})

    def has_change_permission(self, request, obj=None):
        allowed = request.user.has_perm(exemptions.PERMISSION)
        return allowed and (obj is None or can_act_for(request.user, obj.organization))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        data = form.cleaned_data
        try:
            _decide(obj, request.user, data["decision"], data["reason"], data["until"])
        except exemptions.NotAllowed as refusal:
            messages.error(request, f"没有保存：{refusal}")


def _decided(obligation: Obligation) -> Decision:
    if obligation.not_applicable_by_id is not None:
        return Decision.NOT_APPLICABLE
    return Decision.AWAITING if obligation.awaiting_until else Decision.OWED


def _decide(obligation: Obligation, user, decision: str, reason: str, until) -> None:
    if decision == Decision.NOT_APPLICABLE:
        exemptions.mark_not_applicable(obligation, user, reason)
    elif decision == Decision.AWAITING:
        exemptions.mark_awaiting(obligation, user, until, reason)
    elif _decided(obligation) != Decision.OWED:
        exemptions.lift(obligation, user)
