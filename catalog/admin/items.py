from django.contrib import admin
from django.urls import path
from django.utils import timezone

from catalog import obligations, tree
from catalog.models import CatalogItem, Evidence, ItemKind, Origin

from .importing import ImportView

ELEMENTS = [
    "content", "legal_basis", "time_limit", "responsible", "channels", "audience", "method",
    "at_county", "at_town", "at_village",
]  # fmt: skip
LOCKED = ["kind", "parent", "name", "origin", "evidence", "sequence", "started_on", "ended_on", *ELEMENTS]


@admin.register(CatalogItem)
class CatalogItemAdmin(admin.ModelAdmin):
    """Official entries are shown and locked but for their plain-words summary; local ones can be edited."""

    list_display = ["code", "name", "kind", "domain", "origin", "evidence", "is_rule_readable", "ended_on"]
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
    autocomplete_fields = ["parent"]
    change_list_template = "admin/catalog/item_list.html"
    fieldsets = [
        (None, {"fields": ["code", "kind", "parent", "name", "summary", "sequence"]}),
        ("公开要素", {"fields": ELEMENTS, "description": "只有二级事项填写。"}),
        ("来源", {"fields": ["origin", "evidence", "started_on", "ended_on"]}),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(ImportView.as_view(model_admin=self))
        return [path("import/", view, name="catalog_import"), *super().get_urls()]

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return ["origin", "evidence"]
        return ["code", *LOCKED] if obj.is_locked else ["code", "kind", "origin", "evidence"]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        return type("CatalogItemForm", (PlaceMixin, form), {})

    def save_model(self, request, obj, form, change):
        if not change:
            obj.origin, obj.evidence = Origin.LOCAL, Evidence.LOCAL
        obj.domain = _domain_of(obj)
        tree.save_item(obj)
        if obj.kind == ItemKind.MATTER:
            obligations.sync(timezone.localdate(), matters=[obj])
            obligations.recount_deadlines(timezone.localdate(), obligations.of_matters([obj]))

    def has_delete_permission(self, request, obj=None):
        return False


class PlaceMixin:
    """An entry goes under the kind it belongs to, never under itself or its own descendants."""

    def clean(self):
        data = super().clean()
        if "parent" not in self.fields:
            return data
        parent, kind = data.get("parent"), data.get("kind") or self.instance.kind
        wanted = tree.PARENT_KIND.get(kind)
        if (parent.kind if parent else None) != wanted:
            place = f"“{ItemKind(wanted).label}”之下" if wanted else "最上层"
            self.add_error("parent", f"{ItemKind(kind).label}应当放在{place}，请另选上一层。")
        elif parent and self.instance.pk and parent.is_descendant_of(self.instance, include_self=True):
            self.add_error("parent", "上一层不能是自己或者自己的下层，请另选。")
        return data


def _domain_of(item: CatalogItem) -> CatalogItem | None:
    if item.kind == ItemKind.GROUP:
        return item.parent
    return item.parent.domain if item.kind == ItemKind.MATTER else None
