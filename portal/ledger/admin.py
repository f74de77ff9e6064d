import json

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from portal.spreadsheet_export import ExportMixin

from . import checking, sentences
from .models import ChainCheck, LedgerEntry


class VerbFilter(admin.SimpleListFilter):
    title = "事项"
    parameter_name = "verb"

    def lookups(self, request, model_admin):
        return sentences.labels()

    def queryset(self, request, queryset):
        return queryset.filter(verb=self.value()) if self.value() else queryset


class OrganizationFilter(admin.SimpleListFilter):
    """The organisations that are in the ledger."""

    title = "单位"
    parameter_name = "organization"

    def lookups(self, request, model_admin):
        found = LedgerEntry.objects.exclude(organization="").order_by().values_list("organization").distinct()
        codes = [code for (code,) in found]
        names = sentences.names_of(codes)
        return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.filter(organization=self.value()) if self.value() else queryset


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ExportMixin, admin.ModelAdmin):
    """Read only: the ledger is appended to by services and nothing else."""

    list_display = ["sequence", "at", "actor", "sentence", "is_public"]
    list_display_links = ["sequence", "sentence"]
    list_filter = [VerbFilter, OrganizationFilter, "at", "is_public"]
    search_fields = ["subject", "actor"]
    search_help_text = "按操作人或者对象编号查找"
    list_per_page = 50
    show_full_result_count = False
    change_list_template = "admin/ledger/entries.html"
    change_form_template = "admin/ledger/entry.html"
    fields = [
        "sequence",
        "at",
        "actor",
        "organization_name",
        "sentence",
        "subject",
        "is_public",
        "details",
        "digest",
        "hash",
    ]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).seen_by(request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="内容")
    def sentence(self, entry):
        return sentences.say(entry.verb, entry.payload)

    @admin.display(description="单位")
    def organization_name(self, entry):
        return sentences.names_of([entry.organization]).get(entry.organization, entry.organization)

    @admin.display(description="记载的数据")
    def details(self, entry):
        return format_html("<pre>{}</pre>", json.dumps(entry.payload, ensure_ascii=False, indent=2))

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("verify/", view(self.begin_view), name="ledger_verify"),
            path("verify/<int:pk>/", view(self.progress_view), name="ledger_verify_progress"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {**(extra_context or {}), "check": checking.latest()})

    def render_change_form(self, request, context, obj=None, **kwargs):
        if obj:
            context["has_true_digest"] = obj.has_true_digest()
            context["fits"] = obj.fits_its_predecessor()
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def begin_view(self, request):
        """POST begins a verification of the whole chain."""
        self._refuse_others(request)
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:ledger_ledgerentry_changelist"))
        return self._to_progress(checking.begin())

    def progress_view(self, request, pk):
        """How far a verification has come; POST verifies the next piece."""
        self._refuse_others(request)
        check = get_object_or_404(ChainCheck, pk=pk)
        if request.method == "POST":
            return self._to_progress(checking.go_on(check))
        context = {
            **self.admin_site.each_context(request),
            "title": "核验全链",
            "opts": self.opts,
            "check": check,
        }
        return TemplateResponse(request, "admin/ledger/verify.html", context)

    def _refuse_others(self, request) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _to_progress(self, check: ChainCheck):
        return HttpResponseRedirect(reverse("admin:ledger_verify_progress", args=[check.pk]))
