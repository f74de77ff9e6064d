from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Max
from django.urls import path
from django.utils import timezone

from catalog import obligations, tree
from catalog.codes import CodeSeries
from catalog.models import CatalogItem, Evidence, ItemKind, Origin

from .checking import CheckView
from .exporting import ExportView
from .importing import ImportView
from .item_form import ItemForm, domain_under
from .permission import may_change_catalog

ELEMENTS = [
    "content", "legal_basis", "time_limit", "responsible", "channels", "audience", "method",
    "at_county", "at_town", "at_village",
]  # fmt: skip
LOCKED = ["kind", "parent", "name", "origin", "evidence", "sequence", "started_on", "ended_on", *ELEMENTS]
VIEWS = {"import": ImportView, "export": ExportView, "check": CheckView}


@admin.register(CatalogItem)
class CatalogItemAdmin(admin.ModelAdmin):
    """Official entries are shown and locked but for their plain-words summary; local ones can be edited."""

    form = ItemForm
    list_display = [
        "code",
        "name",
        "kind",
        "domain",
        "origin",
        "evidence_mark",
        "time_limit_mark",
        "ended_on",
    ]
    list_filter = [
        "kind",
        "origin",
        "evidence",
        ("is_rule_readable", admin.BooleanFieldListFilter),
        ("ended_on", admin.EmptyFieldListFilter),
        ("domain", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["domain"]
    search_fields = ["code", "name"]
    ordering = ["tree_id", "lft"]
    list_per_page = 50
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 80})}}
    change_list_template = "admin/catalog/item_list.html"
    fieldsets = [
        (None, {"fields": ["code", "kind", "parent", "name", "summary", "sequence"]}),
        ("公开要素", {"fields": ELEMENTS, "description": "只有二级事项填写。"}),
        ("来源", {"fields": ["origin", "evidence", "started_on", "ended_on"]}),
    ]
    add_fieldsets = [*fieldsets[:2], ("启用", {"fields": ["started_on", "ended_on"]})]

    def get_urls(self):
        own = [
            path(
                f"{name}/", self.admin_site.admin_view(view.as_view(model_admin=self)), name=f"catalog_{name}"
            )
            for name, view in VIEWS.items()
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        may_import = may_change_catalog(request.user, "catalog.import_catalog")
        return super().changelist_view(request, {**(extra_context or {}), "may_import": may_import})

    @admin.display(description="核实情况", ordering="evidence")
    def evidence_mark(self, item):
        return item.get_evidence_display() if item.kind == ItemKind.MATTER else ""

    @admin.display(description="公开时限", ordering="is_rule_readable")
    def time_limit_mark(self, item):
        if item.kind != ItemKind.MATTER:
            return ""
        return "可以判定" if item.is_rule_readable else "不能判定"

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            places = CatalogItem.objects.current().exclude(kind=ItemKind.MATTER)
            kwargs |= {"queryset": places.in_order(), "level_indicator": "　"}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        return ["code", *LOCKED] if obj.is_locked else ["code", "kind", "origin", "evidence"]

    def get_changeform_initial_data(self, request):
        return {"kind": ItemKind.MATTER, "started_on": timezone.localdate(), "at_county": True}

    def save_model(self, request, obj, form, change):
        tree.lock_tree()
        if not change:
            _begin(obj)
        obj.domain = domain_under(obj.kind, obj.parent)
        tree.save_item(obj, [*form.changed_data, "domain"] if change else None)
        if obj.kind == ItemKind.MATTER:
            obligations.sync(timezone.localdate(), matters=[obj])
            obligations.recount_deadlines(timezone.localdate(), obligations.of_matters([obj]))

    def has_add_permission(self, request):
        return may_change_catalog(request.user, "catalog.add_catalogitem")

    def has_change_permission(self, request, obj=None):
        return may_change_catalog(request.user, "catalog.change_catalogitem")

    def has_delete_permission(self, request, obj=None):
        return False


def _begin(item: CatalogItem) -> None:
    """What a new local entry is given: its origin, a free code, the last place in its domain."""
    item.origin, item.evidence = Origin.LOCAL, Evidence.LOCAL
    domain = domain_under(item.kind, item.parent)
    if not item.code:
        item.code = CodeSeries().next(domain, item.kind)
    if not item.sequence:
        entries = CatalogItem.objects.filter(**({"domain": domain} if domain else {"parent": item.parent}))
        item.sequence = (entries.aggregate(last=Max("sequence"))["last"] or 0) + 1
