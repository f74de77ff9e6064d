from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views import View

from catalog import exporting
from catalog.spreadsheets import write_csv, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportView(View):
    """The catalog in the official form: everything as one workbook, or a domain as CSV or workbook."""

    model_admin = None

    def get(self, request):
        if not self.model_admin.has_view_permission(request):
            raise PermissionDenied
        domains = list(exporting.domains_in_order())
        if format := request.GET.get("format"):
            return _file(domains, request.GET.get("domain", ""), format)
        site = self.model_admin.admin_site.each_context(request)
        context = {"title": "导出目录", "opts": self.model_admin.opts, "domains": domains}
        return render(request, "admin/catalog/export.html", site | context)


def _file(domains, code: str, format: str) -> HttpResponse:
    chosen = [d for d in domains if d.code == code] if code else domains
    if not chosen or format not in ("csv", "xlsx") or (format == "csv" and not code):
        raise Http404
    sheets = exporting.sheets(chosen)
    if format == "csv":
        return _download(write_csv(sheets[0]), f"{code}.csv", "text/csv; charset=utf-8")
    name = chosen[0].name if code else "基层政务公开标准目录"
    return _download(write_xlsx(sheets), f"{name}_{timezone.localdate():%Y%m%d}.xlsx", XLSX)


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(content, content_type=content_type, headers=headers)
