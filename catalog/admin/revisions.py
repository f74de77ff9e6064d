from django.contrib import admin
from django.utils.html import format_html

from catalog.models import Revision
from portal.spreadsheet_export import ExportMixin


@admin.register(Revision)
class RevisionAdmin(ExportMixin, admin.ModelAdmin):
    """Read only: revisions are written when changes take effect. The public page shows their differences."""

    list_display = [
        "label",
        "title",
        "source",
        "effective_on",
        "added",
        "changed",
        "moved",
        "ended",
        "on_site",
    ]
    list_filter = ["source", "year"]
    search_fields = ["title", "reason", "entries__name"]
    search_help_text = "按事由、理由或者事项名称查找"
    ordering = ["-year", "-number"]
    fields = [
        "label", "title", "reason", "source", "effective_on", "proposed_by", "decided_by", "added", "changed", "moved",
        "ended", "in_force", "standard_missing", "standard_different", "standard_extra", "recorded_at", "on_site",
    ]  # fmt: skip
    readonly_fields = fields

    @admin.display(description="编号", ordering="year")
    def label(self, revision):
        return revision.label

    @admin.display(description="逐项差异")
    def on_site(self, revision):
        return format_html('<a href="{}">在网站上查看</a>', revision.get_absolute_url())

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
