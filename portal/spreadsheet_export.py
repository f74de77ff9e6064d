"""A list of the admin as an XLSX file: what is filtered on the page, in the columns of the page.

A long list is written in the background, with a progress bar (`portal.jobs`).
"""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from html import unescape

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.core.files import File
from django.db import models
from django.http import FileResponse, HttpRequest, HttpResponseRedirect, QueryDict
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from openpyxl import Workbook

from .jobs import services
from .jobs.registry import Outcome, job
from .refusal import NotAllowed
from .spreadsheet_cells import XLSX_TYPE, Value, add_sheet

MOST_ROWS = 20_000
AT_ONCE = 5_000
MOST_ROWS_BY_JOB = 200_000
CHUNK = 500
Sheets = Iterable[tuple[str, list[str], Iterable[list[Value]]]]


def xlsx_file(sheets: Sheets, filename: str) -> FileResponse:
    """A download of (name, columns, rows) sheets. Rows are read and written one by one, through a temporary file."""
    file = _written(sheets)
    return FileResponse(file, as_attachment=True, filename=f"{filename}.xlsx", content_type=XLSX_TYPE)


def _written(sheets: Sheets):
    book = Workbook(write_only=True)
    for name, columns, rows in sheets:
        add_sheet(book, name, columns, rows)
    file = tempfile.TemporaryFile()  # noqa: SIM115 (who gets it closes it)
    book.save(file)
    file.seek(0)
    return file


class ExportMixin:
    """Adds 导出Excel to a list. More than `export_at_once` rows are written by a job; more than `export_most_rows`
    are refused with a sentence saying so.
    """

    export_at_once = AT_ONCE
    export_most_rows = MOST_ROWS_BY_JOB

    def get_urls(self):
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name=self._export_name()), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        address = reverse(f"admin:{self._export_name()}")
        query = request.GET.urlencode()
        export_url = f"{address}?{query}" if query else address
        return super().changelist_view(request, {"export_url": export_url, **(extra_context or {})})

    def export_view(self, request):
        """The filtered list as a file; only what the user sees in the list."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        opts = self.opts
        listing = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
        try:
            changes = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(listing)
        if changes.result_count > self.export_most_rows:
            text = "筛选后有{}条，一次最多导出{}条。请先用筛选或者查找缩小范围，再分次导出。"
            messages.error(request, text.format(changes.result_count, self.export_most_rows))
            return HttpResponseRedirect(f"{listing}?{request.GET.urlencode()}")
        if changes.result_count > self.export_at_once:
            return self._export_by_job(request)
        return xlsx_file(self.export_sheets(request, changes), self.export_filename())

    def _export_by_job(self, request):
        title = f"导出{self.opts.verbose_name_plural}"
        query = request.GET.urlencode()
        running = services.under_way("export", request.user)
        if running:
            messages.warning(request, f"您发起的“{running.title}”还没有做完，请等它做完再导出。")
        made = running or services.start(
            "export", title, request.user, model=self.opts.label_lower, query=query
        )
        return HttpResponseRedirect(reverse("admin:jobs_job_page", args=[made.pk]))

    def export_filename(self) -> str:
        return f"{self.opts.verbose_name_plural}-{timezone.localdate()}"

    def export_sheets(self, request, changes) -> Sheets:
        """The rows of the list `changes`, and what the file holds."""
        names = [
            name for name in changes.list_display if name not in (ACTION_CHECKBOX_NAME, "action_checkbox")
        ]
        columns = [str(label_for_field(name, self.model, self)) for name in names]
        about = self._about(request, changes)
        return [
            ("清单", columns, self._rows(changes.queryset, names)),
            ("说明", ["项目", "内容"], about),
        ]

    def _export_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_export"

    def _rows(self, queryset, names: list[str]) -> Iterator[list[Value]]:
        for row in queryset.iterator(chunk_size=CHUNK):
            yield [_value(name, row, self) for name in names]

    def _about(self, request, changes) -> list[list[Value]]:
        chosen = [
            f"{spec.title}：{choice['display']}"
            for spec in changes.filter_specs
            for choice in list(spec.choices(changes))[1:]
            if choice.get("selected")
        ]
        return [
            ["导出时间", f"{timezone.localtime():%Y-%m-%d %H:%M}"],
            ["导出人", str(request.user)],
            ["条数", changes.result_count],
            ["查找", changes.query or "无"],
            ["筛选", "；".join(chosen) or "无"],
        ]


@job("export")
def export_list(work, model: str, query: str) -> Outcome:
    """Write a list as who started it sees it now, filtered by the address `query`. Raises NotAllowed."""
    request = _request_of(work.user, query)
    model_admin = admin.site.get_model_admin(apps.get_model(model))
    if work.user is None or not work.user.is_active or not model_admin.has_view_permission(request):
        raise NotAllowed(["您现在没有查看这个列表的权限，没有导出。"])
    changes = model_admin.get_changelist_instance(request)
    work.expect(changes.result_count)
    (name, columns, rows), *others = model_admin.export_sheets(request, changes)
    file = _written([(name, columns, _counted(rows, work)), *others])
    filename = f"{model_admin.export_filename()}.xlsx"
    return Outcome(f"共{changes.result_count}条。", file=File(file), filename=filename)


def _request_of(user, query: str) -> HttpRequest:
    """What the list of the admin asks of a request: who looks, and how it is filtered."""
    request = HttpRequest()
    request.method, request.user, request.GET = "GET", user, QueryDict(query)
    return request


def _counted(rows: Iterable[list[Value]], work) -> Iterator[list[Value]]:
    for row in rows:
        yield row
        work.advance()


def _value(name: str, row, model_admin) -> Value:
    """What the list shows of `row` in column `name`, as a plain value."""
    try:
        field, _, value = lookup_field(name, row, model_admin)
    except ObjectDoesNotExist:
        return None
    if field is not None and getattr(field, "flatchoices", None):
        return str(dict(field.flatchoices).get(value, value or ""))
    if isinstance(field, models.ForeignKey) and field.remote_field:
        value = getattr(row, field.name)
    return _plain(value)


def _plain(value) -> Value:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, int | float):
        return value
    if isinstance(value, SafeString):
        return unescape(strip_tags(value)).strip()
    return str(value)
