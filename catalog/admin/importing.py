from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import FileSystemStorage
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.views import View

from catalog import importing
from catalog.spreadsheets import read_catalog
from portal.jobs import services
from portal.jobs.registry import Outcome, job
from portal.refusal import NotAllowed

from .permission import may_change_catalog

MAX_BYTES = 20 * 1024 * 1024
SHOWN = 200
KEPT_FOR = timedelta(hours=8)
BY_JOB_FROM = 200
"""More changes than this are made in the background."""


class UploadForm(forms.Form):
    file = forms.FileField(
        label="目录表格",
        help_text=(
            "CSV 或者 xlsx，一个领域一个工作表，工作表用领域的名称或者编码命名。"
            "每张表应当包含该领域的全部事项。先显示差异，确认之后才写入。"
        ),
        error_messages={
            "required": "请选择要上传的目录表格。",
            "empty": "文件是空的，请检查是否选错了文件。",
        },
    )
    basis = forms.CharField(
        label="更新的依据",
        required=False,
        max_length=500,
        help_text="如“《××领域基层政务公开标准指引》（修订）”，随本次目录修订公布。",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
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
        if not may_change_catalog(request.user, "catalog.import_catalog"):
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
        if not (plan.errors or plan.is_empty):
            _keep(request, file, plan, form.cleaned_data["basis"])
        return self._page(request, form, plan=plan, filename=file.name)

    def _apply(self, request, token: str):
        kept = request.session.get("catalog_import")
        if not kept or kept["token"] != token or not _storage().exists(token):
            messages.error(request, "上传的文件已经过期，请重新上传。")
            return redirect("admin:catalog_import")
        if kept.get("changes", 0) > BY_JOB_FROM:
            return self._apply_by_job(request, kept)
        with _storage().open(token) as file:
            plan = _plan(file, kept["name"])
        if plan.errors or plan.fingerprint != kept["fingerprint"]:
            messages.warning(request, "目录在您查看之后有了变化，差异已经重新计算，请再看一遍。")
            request.session["catalog_import"] = kept | {"fingerprint": plan.fingerprint}
            return self._page(request, UploadForm(), plan=plan, filename=kept["name"])
        done = carry_out(plan, request.user, kept)
        _forget(request)
        messages.success(request, done)
        return redirect("admin:catalog_catalogitem_changelist")

    def _apply_by_job(self, request, kept: dict):
        """Many changes take several seconds: they are made in the background, all or none, with a progress bar."""
        if running := services.under_way("import_catalog"):
            messages.warning(request, f"“{running.title}”还没有做完，请等它做完再导入。")
            return redirect("admin:catalog_import")
        about = {key: kept[key] for key in ("token", "name", "fingerprint", "basis")}
        made = services.start("import_catalog", f"导入目录表格（{kept['name']}）", request.user, **about)
        request.session.pop("catalog_import")
        return redirect("admin:jobs_job_page", made.pk)

    def _page(self, request, form, **context):
        site = self.model_admin.admin_site.each_context(request)
        kept = request.session.get("catalog_import")
        fixed = {"form": form, "title": "导入目录", "opts": self.model_admin.opts, "shown": SHOWN}
        token = {"token": kept["token"] if kept else ""}
        return render(request, "admin/catalog/import.html", site | fixed | token | context)


@job("import_catalog")
def import_catalog(work, token: str, name: str, fingerprint: str, basis: str) -> Outcome:
    """Apply an upload that was looked at and confirmed. Raises NotAllowed when the catalog has changed since."""
    work.expect(importing.STEPS + 1, "正在读取表格。")
    if work.user is None or not may_change_catalog(work.user, "catalog.import_catalog"):
        raise NotAllowed(["您现在没有导入目录的权限，没有写入任何内容。"])
    try:
        with _storage().open(token) as file:
            plan = _plan(file, name)
        if plan.errors or plan.fingerprint != fingerprint:
            raise NotAllowed(["目录在您查看之后有了变化，没有写入任何内容。请重新上传，再看一遍差异。"])
        kept = {"name": name, "basis": basis}
        done = carry_out(plan, work.user, kept, lambda what: work.advance(1, what))
    finally:
        _storage().delete(token)
    return Outcome(done, url=reverse("admin:catalog_catalogitem_changelist"))


def carry_out(plan: importing.Plan, user, kept: dict, step=lambda what: None) -> str:
    """Apply `plan`, all or nothing; returns what was done, as a sentence."""
    revision = importing.apply(
        plan,
        timezone.localdate(),
        actor=_actor(user),
        title=f"导入目录表格（{kept['name']}）",
        reason=kept["basis"],
        step=step,
    )
    counts = f"新增 {len(plan.added)} 项，修改 {len(plan.changed)} 项，停用 {len(plan.ended)} 项"
    number = f"，编为{revision}" if revision else ""
    return f"目录已更新{number}：{counts}，未变 {plan.unchanged} 项。"


def _plan(file, name: str) -> importing.Plan:
    result = read_catalog(file, name)
    return importing.make_plan(result.sheets, result.errors)


def _storage() -> FileSystemStorage:
    return FileSystemStorage(location=settings.VAR_DIR / "imports")


def _keep(request, file, plan: importing.Plan, basis: str) -> None:
    """Keep the upload until it is confirmed; the plan is made anew then, since the catalog may have changed."""
    _forget(request)
    _clear_abandoned()
    token = get_random_string(40)
    file.seek(0)
    _storage().save(token, file)
    request.session["catalog_import"] = {
        "token": token,
        "name": file.name,
        "fingerprint": plan.fingerprint,
        "basis": basis,
        "changes": len(plan.added) + len(plan.changed) + len(plan.ended),
    }


def _forget(request) -> None:
    if kept := request.session.pop("catalog_import", None):
        _storage().delete(kept["token"])


def _clear_abandoned() -> None:
    storage = _storage()
    if not storage.exists(""):
        return
    for name in storage.listdir("")[1]:
        if storage.get_modified_time(name) < timezone.now() - KEPT_FOR:
            storage.delete(name)


def _actor(user) -> str:
    return user.organization.short_name if user.organization else "系统"
