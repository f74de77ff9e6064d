from django import forms
from django.contrib import admin

from catalog import exemptions
from catalog.models import Obligation
from portal.organizations.scope import can_act_for, organizations_in_scope


class ObligationForm(forms.ModelForm):
    class Meta:
        model = Obligation
        fields = ["not_applicable_reason", "awaiting_until", "awaiting_reason"]

    def clean(self):
        data = super().clean()
        if data.get("awaiting_until") and not data.get("awaiting_reason", "").strip():
            self.add_error("awaiting_reason", "请写明信息为什么还没有形成，群众看得到。")
        if data.get("awaiting_until") and data.get("not_applicable_reason", "").strip():
            self.add_error("awaiting_until", "已经填写不适用的，不再填写“尚未形成”。")
        return data


@admin.register(Obligation)
class ObligationAdmin(admin.ModelAdmin):
    """Who owes what. What is owed follows from the catalog; here it is declared not applicable or not formed yet."""

    form = ObligationForm
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
        (
            "依据",
            {
                "fields": [
                    "first_due_on",
                    "published_count",
                    "latest_published_on",
                    "latest_is_late",
                    "renew_by",
                ]
            },
        ),
        ("不适用", {"fields": ["not_applicable_reason", "not_applicable_by"]}),
        ("信息尚未形成", {"fields": ["awaiting_until", "awaiting_reason"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).in_scope(organizations_in_scope(request.user))

    def has_change_permission(self, request, obj=None):
        allowed = request.user.has_perm("catalog.approve_not_applicable")
        return allowed and (obj is None or can_act_for(request.user, obj.organization))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if "not_applicable_reason" in form.changed_data:
            if obj.not_applicable_reason.strip():
                exemptions.mark_not_applicable(obj, request.user, obj.not_applicable_reason)
            else:
                exemptions.lift(obj, request.user)
        if {"awaiting_until", "awaiting_reason"} & set(form.changed_data):
            exemptions.mark_awaiting(obj, request.user, obj.awaiting_until, obj.awaiting_reason)
