from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html

from disclosure.consistency import LABELS, run
from disclosure.models import ConsistencyFinding
from portal.organizations.scope import organizations_in_scope, sees_every_organization
from portal.spreadsheet_export import ExportMixin


class CheckFilter(admin.SimpleListFilter):
    title = "检查项目"
    parameter_name = "check"

    def lookups(self, request, model_admin):
        return list(LABELS.items())

    def queryset(self, request, queryset):
        return queryset.filter(check_code=self.value()) if self.value() else queryset


@admin.register(ConsistencyFinding)
class ConsistencyFindingAdmin(ExportMixin, admin.ModelAdmin):
    """What the nightly checks found. Closed by the next run that no longer finds it."""

    list_display = ["finding", "check_label", "organization", "first_seen_at", "last_seen_at", "is_open"]
    list_display_links = None
    list_filter = [CheckFilter, ("resolved_at", admin.EmptyFieldListFilter)]
    list_select_related = ["organization"]
    list_per_page = 50
    search_fields = ["text"]
    show_full_result_count = False
    change_list_template = "admin/disclosure/consistency_list.html"

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if sees_every_organization(request.user):
            return rows
        return rows.filter(organization__in=organizations_in_scope(request.user).values("pk"))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view
        return [path("run/", view(self.run_view), name="disclosure_consistency_run"), *super().get_urls()]

    def run_view(self, request):
        """Run every check now."""
        back = HttpResponseRedirect(reverse("admin:disclosure_consistencyfinding_changelist"))
        if request.method != "POST" or not self.has_view_permission(request):
            return back
        total = sum(run().values())
        messages.info(request, f"检查完毕，现有{total}处问题。" if total else "检查完毕，没有发现问题。")
        return back

    @admin.display(description="发现", ordering="text")
    def finding(self, found):
        return format_html('<a href="{}">{}</a>', found.url, found.text) if found.url else found.text

    @admin.display(description="检查项目", ordering="check_code")
    def check_label(self, found):
        return LABELS.get(found.check_code, found.check_code)

    @admin.display(description="未消除", boolean=True)
    def is_open(self, found):
        return found.resolved_at is None
