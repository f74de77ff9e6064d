from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Max
from django.urls import path
from django.utils import timezone

from catalog import tree
from catalog.codes import CodeSeries
from catalog.models import CatalogItem, Evidence, ItemKind, Origin

from .checking import CheckView
from .comparison import ComparisonView
from .exporting import ExportView
from .importing import ImportView
from .item_form import ItemForm, domain_under
from .matter_choice import MatterSearchView
from .permission import may_change_catalog

ELEMENTS = [
    "content", "legal_basis", "time_limit", "responsible", "channels", "audience", "method",
    "at_county", "at_town", "at_village",
]  # fmt: skip
LOCKED = ["kind", "parent", "name", "origin", "evidence", "sequence", "started_on", "ended_on", *ELEMENTS]
VIEWS = {"import": ImportView, "export": ExportView, "check": CheckView, "comparison": ComparisonView}


@admin.register(CatalogItem)
class CatalogItemAdmin(admin.ModelAdmin):
    """Matters are shown and locked but for their plain-words summary: they change by procedure (change requests) or with
    an import. Local entries above them can be edited; official ones not."""

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
    change_form_template = "admin/catalog/item.html"
    fieldsets = [
        (None, {"fields": ["code", "kind", "parent", "name", "summary", "sequence"]}),
        ("公开要素", {"fields": ELEMENTS}),
        ("来源", {"fields": ["origin", "evidence", "started_on", "ended_on"]}),
    ]
    add_fieldsets = [fieldsets[0], ("启用", {"fields": ["started_on", "ended_on"]})]

    def get_urls(self):
        own = [
            path(
                f"{name}/", self.admin_site.admin_view(view.as_view(model_admin=self)), name=f"catalog_{name}"
            )
            for name, view in VIEWS.items()
        ]
        search = self.admin_site.admin_view(MatterSearchView.as_view(admin_site=self.admin_site))
        return [path("search/", search, name="catalog_matter_search"), *own, *super().get_urls()]

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
        if obj is None:
            return self.add_fieldsets
        return self.fieldsets if obj.kind == ItemKind.MATTER else [self.fieldsets[0], self.fieldsets[2]]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            places = CatalogItem.objects.current().exclude(kind=ItemKind.MATTER)
            kwargs |= {"queryset": places.in_order(), "level_indicator": "　"}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        if obj.is_locked or obj.kind == ItemKind.MATTER:
            return ["code", *LOCKED]
        fixed = ["code", "kind", "origin", "evidence"]
        return [*fixed, "name"] if _names_matters(obj) else fixed

    def get_changeform_initial_data(self, request):
        return {"kind": ItemKind.GROUP, "started_on": timezone.localdate()}

    def save_model(self, request, obj, form, change):
        tree.lock_tree()
        if not change:
            _begin(obj)
        obj.domain = domain_under(obj.kind, obj.parent)
        tree.save_item(obj, [*form.changed_data, "domain"] if change else None)

    def has_add_permission(self, request):
        return may_change_catalog(request.user, "catalog.add_catalogitem")

    def has_change_permission(self, request, obj=None):
        return may_change_catalog(request.user, "catalog.change_catalogitem")

    def has_delete_permission(self, request, obj=None):
        return False


def _names_matters(item: CatalogItem) -> bool:
    """Whether the name is an element (一级事项) of matters in force, which change by procedure alone."""
    return item.kind == ItemKind.GROUP and item.children.current().exists()


def _begin(item: CatalogItem) -> None:
    """What a new local entry is given: its origin, a free code, the last place in its domain."""
    item.origin, item.evidence = Origin.LOCAL, Evidence.LOCAL
    domain = domain_under(item.kind, item.parent)
    if not item.code:
        item.code = CodeSeries().next(domain, item.kind)
    if not item.sequence:
        entries = CatalogItem.objects.filter(**({"domain": domain} if domain else {"parent": item.parent}))
        item.sequence = (entries.aggregate(last=Max("sequence"))["last"] or 0) + 1
