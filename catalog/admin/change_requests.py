from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html

from catalog.changes import checks, procedure
from catalog.models import ChangeRequest, ChangeRow, ChangeState
from portal.organizations.scope import can_act_for, organizations_in_scope
from portal.spreadsheet_export import xlsx_file

from .change_rows import ChangeRowInline, shown_differences
from .change_verbs import VerbsMixin, offers

HEAD = ["title", "reason", "organization"]
COLUMNS = [
    "编号", "调整事由", "提出单位", "状态", "提交时间", "生效日期", "目录修订", "调整方式", "事项", "栏目",
    "原来", "调整为", "依据", "上位法已变更", "说明",
]  # fmt: skip


@admin.register(ChangeRequest)
class ChangeRequestAdmin(VerbsMixin, admin.ModelAdmin):
    """Change requests of the user's scope. Written in as drafts; moved on by the pages of the verbs."""

    list_display = [
        "title",
        "organization",
        "state_badge",
        "row_count",
        "submitted_at",
        "effective_on",
        "number",
    ]
    list_filter = [
        "state",
        "rows__kind",
        ("organization", admin.RelatedOnlyFieldListFilter),
        ("effective_on", admin.DateFieldListFilter),
    ]
    search_fields = ["title", "reason", "rows__matter__name", "rows__matter__code"]
    search_help_text = "按事由、理由、事项名称或者编码查找"
    list_select_related = ["organization", "revision"]
    list_per_page = 50
    show_full_result_count = False
    actions = ["export_selected"]
    fields = HEAD
    change_form_template = "admin/catalog/change_request.html"
    change_list_template = "admin/catalog/change_request_list.html"

    class Media:
        css = {"all": ["css/catalog-desk.css"]}

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [path("export/", view(self.export_view), name="catalog_changerequest_export")]
        own += [
            path(
                f"<int:object_id>/{verb}/",
                view(self.verb_view),
                {"verb": verb},
                name=f"catalog_changerequest_{verb}",
            )
            for verb in procedure.VERBS
        ]
        return [*own, *super().get_urls()]

    def get_queryset(self, request):
        rows = super().get_queryset(request).in_scope(organizations_in_scope(request.user))
        return rows.annotate(row_number=Count("rows", distinct=True))

    @admin.display(description="状态", ordering="state")
    def state_badge(self, change):
        text = "未能生效" if change.obstacle else ChangeState(change.state).label
        return format_html('<span class="badge badge-{}">{}</span>', change.state, text)

    @admin.display(description="项数", ordering="row_number")
    def row_count(self, change):
        return change.row_number

    @admin.display(description="目录修订")
    def number(self, change):
        revision = getattr(change, "revision", None)
        return f"{revision.year}年第{revision.number}号" if revision else "-"

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or (obj.is_open and can_act_for(request.user, obj.organization)))

    def has_view_permission(self, request, obj=None):
        allowed = super().has_view_permission(request, obj)
        return allowed and (obj is None or can_act_for(request.user, obj.organization))

    def has_delete_permission(self, request, obj=None):
        """A draft nobody has submitted yet; afterwards the procedure keeps its record."""
        if obj is not None and (obj.state != ChangeState.DRAFT or _was_submitted(obj)):
            return False
        return super().has_delete_permission(request, obj) and (
            obj is None or can_act_for(request.user, obj.organization)
        )

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_inlines(self, request, obj):
        is_writable = (
            self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)
        )
        return [ChangeRowInline] if is_writable else []

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "reason":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 4, "cols": 80})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        field = form.base_fields.get("organization")
        if field:
            field.queryset = organizations_in_scope(request.user).active().order_by("tree_id", "lft")
            field.initial = request.user.organization_id
            for name in ("add", "change", "view", "delete"):
                setattr(field.widget, f"can_{name}_related", False)
        return form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        asked = request.GET.get("matter", "")
        if not obj.pk and request.method == "GET" and asked.isdecimal():
            kwargs["initial"] = [{"matter": asked}]
        return kwargs

    def save_model(self, request, obj, form, change):
        if not change:
            obj.proposed_by = request.user
            obj.save()
            return
        locked = ChangeRequest.objects.select_for_update().get(pk=obj.pk)
        if procedure.why_not_write(locked, request.user):
            raise PermissionDenied
        obj.save(update_fields=HEAD)

    def save_formset(self, request, form, formset, change):
        """Every row is stored as filled in now, so that the clerk has looked at what each stands beside."""
        formset.save(commit=False)
        for row in formset.deleted_objects:
            row.delete()
        kept = [f.instance for f in formset.forms if f.instance.pk or f.has_changed()]
        deleted = {row.pk for row in formset.deleted_objects}
        rows = [row for row in kept if row.pk not in deleted or row.pk is None]
        procedure.save_rows(form.instance, [row for row in rows if isinstance(row, ChangeRow)], request.user)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.pk:
            rows = checks.rows_of(obj)
            context |= {
                "offers": offers(obj, request.user),
                "rows": self.shown_rows(rows),
                "warnings": checks.warnings(rows),
                "steps": obj.steps.select_related("by__organization"),
                "revision": getattr(obj, "revision", None),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def shown_rows(self, rows: list[ChangeRow]) -> list[dict]:
        """Each row with its differences, as pages show it."""
        return [{"row": row, "lines": shown_differences(row)} for row in rows]

    def export_view(self, request):
        """What the list shows now, filters and search included, one line for each changed element."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = self.get_changelist_instance(request).get_queryset(request)
        return self._export(found)

    @admin.action(description="导出所选申请（xlsx）", permissions=["view"])
    def export_selected(self, request, queryset):
        return self._export(queryset)

    def _export(self, found):
        rows = ChangeRow.objects.filter(request__in=found.values("pk")).order_by("-request_id", "pk")
        related = (
            "request__organization",
            "request__revision",
            "matter__parent",
            "matter__domain",
            "parent__domain",
        )
        lines = (line for row in rows.select_related(*related) for line in _lines(row))
        return xlsx_file([("目录调整申请", COLUMNS, lines)], f"目录调整申请_{timezone.localdate():%Y%m%d}")


def _was_submitted(change: ChangeRequest) -> bool:
    return change.steps.filter(verb="submit").exists()


def _lines(row: ChangeRow):
    change = row.request
    submitted = change.submitted_at and timezone.localtime(change.submitted_at).strftime("%Y-%m-%d %H:%M")
    head = [
        change.pk,
        change.title,
        change.organization.short_name,
        ChangeState(change.state).label,
        submitted or "",
        change.effective_on,
        str(getattr(change, "revision", "")),
        row.get_kind_display(),
        row.name,
    ]
    tail = [row.basis, "是" if row.is_law_changed else "", row.explanation]
    for line in shown_differences(row) or [("", "", "")]:
        yield [*head, *line, *tail]
