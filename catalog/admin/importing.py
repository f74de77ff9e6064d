from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import FileSystemStorage
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views import View

from catalog import importing
from catalog.spreadsheets import read_catalog

MAX_BYTES = 20 * 1024 * 1024


class UploadForm(forms.Form):
    file = forms.FileField(
        label="目录表格",
        help_text="CSV 或者 xlsx，一个领域一个工作表，工作表用领域的名称或者编码命名。先显示差异，确认之后才写入。",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError("文件超过20MB。请只保留目录表格，去掉图片后再上传。")
        return file


class ImportView(View):
    """Upload a catalog spreadsheet, look at the difference, apply all of it or nothing."""

    model_admin = None

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("catalog.import_catalog"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self._page(request, UploadForm())

    def post(self, request):
        if token := request.POST.get("token"):
            return self._apply(request, token)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form)
        file = form.cleaned_data["file"]
        plan = _plan(file, file.name)
        token = "" if plan.errors else _keep(request, file)
        return self._page(request, form, plan=plan, token=token, filename=file.name)

    def _apply(self, request, token: str):
        kept = request.session.get("catalog_import")
        if not kept or kept["token"] != token or not _storage().exists(token):
            messages.error(request, "上传的文件已经过期，请重新上传。")
            return redirect("admin:catalog_import")
        with _storage().open(token) as file:
            plan = _plan(file, kept["name"])
        try:
            importing.apply(plan, timezone.localdate(), actor=_actor(request.user))
        except importing.ImportRefused:
            return self._page(request, UploadForm(), plan=plan, filename=kept["name"])
        _storage().delete(token)
        del request.session["catalog_import"]
        counts = f"新增 {len(plan.added)} 项，修改 {len(plan.changed)} 项，停用 {len(plan.ended)} 项"
        messages.success(request, f"目录已更新：{counts}，未变 {plan.unchanged} 项。")
        return redirect("admin:catalog_catalogitem_changelist")

    def _page(self, request, form, **context):
        site = self.model_admin.admin_site.each_context(request)
        context = site | {"form": form, "title": "导入目录", "opts": self.model_admin.opts} | context
        return render(request, "admin/catalog/import.html", context)


def _plan(file, name: str) -> importing.Plan:
    result = read_catalog(file, name)
    return importing.make_plan(result.sheets, result.errors)


def _storage() -> FileSystemStorage:
    return FileSystemStorage(location=settings.VAR_DIR / "imports")


def _keep(request, file) -> str:
    """Keep the upload until it is confirmed; the plan is made anew then, since the catalog may have changed."""
    token = get_random_string(40)
    file.seek(0)
    _storage().save(token, file)
    request.session["catalog_import"] = {"token": token, "name": file.name}
    return token


def _actor(user) -> str:
    return user.organization.short_name if user.organization else "系统"
