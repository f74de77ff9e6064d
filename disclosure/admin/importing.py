"""A Word document becomes a draft, or the text of one. What was read are proposals; the clerk checks them."""

from io import BytesIO

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from disclosure.files import FileRefused, store_attachment, store_picture
from disclosure.files.attachments import inspect
from disclosure.models import Publication
from disclosure.services import link_obligations
from disclosure.versions import save_version
from disclosure.vocabulary import WRITABLE
from disclosure.writing.docx import Imported, file_title, import_docx
from disclosure.writing.docx_pictures import Place, placed

from .prefill import asked_obligation, initial_data
from .writing import in_text_rendition

NO_TITLE = "（请补充标题）"


class WordField(forms.FileField):
    def __init__(self):
        super().__init__(
            label="Word文档",
            widget=forms.FileInput(attrs={"accept": ".docx"}),
            help_text="只能是docx格式；doc、wps格式的，请先另存为docx。原稿会存为附件，不需要公开的，可以在送审前从“附件”中删除。",
            error_messages={
                "required": "请选择要导入的Word文档。",
                "empty": "文件是空的（0字节）。请核对后重新选择。",
            },
        )


class WordForm(forms.Form):
    """The document alone. After validation `imported` is what was read from it."""

    upload = WordField()

    def clean_upload(self):
        uploaded = self.cleaned_data["upload"]
        self.imported = import_docx(inspect(uploaded).data)
        return uploaded


class ImportDocxMixin:
    """Pages `import/` (a new draft) and `<pk>/import/` (the text of a draft)."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_view), name=f"{name}_import"),
            path("<path:object_id>/import/", view(self.replace_body_view), name=f"{name}_replace_body"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        url = self._import_url() if self.has_add_permission(request) else ""
        return super().changelist_view(request, {"import_url": url, **(extra_context or {})})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if add:
            context["import_url"] = self._import_url(request.GET.urlencode())
        elif obj and obj.status in WRITABLE and self.has_change_permission(request, obj):
            context["replace_body_url"] = self._url("replace_body", obj.pk)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def import_view(self, request):
        """Read a Word document into a new draft."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form_class = self._import_form(request)
        if request.method == "POST":
            form = form_class(request.POST, request.FILES)
            if form.is_valid():
                return self._import(request, form)
        else:
            form = form_class(initial=initial_data(request))
        return self._import_page(request, form, "导入Word文档", self._url("changelist"))

    def replace_body_view(self, request, object_id):
        """Read a Word document in place of the text of a draft."""
        publication = self.visible_object(request, object_id)
        if publication is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, publication):
            raise PermissionDenied
        form = WordForm(request.POST, request.FILES) if request.method == "POST" else WordForm()
        if form.is_valid():
            self._replace_body(request, publication, form)
            return self.to_change_page(publication)
        page = self._import_page(request, form, "用Word文档替换正文", self.change_url(publication))
        page.context_data["original"] = publication
        return page

    def _import_form(self, request) -> type:
        """The form of the add page with no more than a draft needs: whose it is, its class, and what its kind asks for."""
        fields = ["organization", "topic", *self.own_fields]
        # Subclassing the made form instead would make its fields anew, and lose the scope get_form gives them.
        form = type("ImportForm", (WordForm, self.form), {"field_order": ["upload", *fields]})
        return self.get_form(request, None, form=form, fields=fields)

    @transaction.atomic
    def _import(self, request, form):
        publication, imported, uploaded = form.instance, form.imported, form.cleaned_data["upload"]
        publication.title = imported.title or file_title(uploaded.name) or NO_TITLE
        publication.document_number = imported.document_number
        publication.formed_on = imported.formed_on or timezone.localdate()
        publication.created_by = request.user
        publication.save()
        self._take_in(publication, imported, uploaded)
        asked = asked_obligation(request)
        if asked and asked.organization_id == publication.organization_id:
            link_obligations(publication, [asked])
        save_version(publication, request.user, f"从Word文档“{uploaded.name}”导入")
        self.log_addition(request, publication, f"从Word文档“{uploaded.name}”导入。")
        self._say_what_came(request, publication, imported, uploaded.name)
        return self.to_change_page(publication)

    @transaction.atomic
    def _replace_body(self, request, publication, form):
        locked = Publication.objects.select_for_update().get(pk=publication.pk)
        if locked.status not in WRITABLE:
            raise PermissionDenied
        uploaded = form.cleaned_data["upload"]
        self._take_in(publication, form.imported, uploaded)
        save_version(publication, request.user, f"用Word文档“{uploaded.name}”替换正文")
        self.log_change(request, publication, f"用Word文档“{uploaded.name}”替换正文。")
        messages.success(
            request,
            f"正文已换成“{uploaded.name}”的内容，原稿存为附件；标题、文号和日期没有改动。请核对后保存。",
        )
        _say_notes(request, form.imported)

    def _take_in(self, publication, imported: Imported, uploaded) -> None:
        """Store pictures that have words, the text with them in place, and the original as an attachment."""
        places = {}
        for number, (data, alt) in enumerate(imported.pictures, start=1):
            if alt and (place := _stored_picture(publication, data, alt)):
                places[number] = place
            elif alt:
                imported.notes.append(
                    f"第{number}幅图片不是jpg、png格式，没有导入。请另存为图片后用“图片”按钮上传。"
                )
        publication.body = placed(imported.html, places)
        publication.save(update_fields=["body", "updated_at"])
        store_attachment(publication, uploaded, position=publication.attachments.count())

    def _say_what_came(self, request, publication, imported: Imported, name: str) -> None:
        taken = [
            word
            for word, value in (
                ("正文", imported.html),
                (f"标题“{imported.title}”", imported.title),
                (f"发文字号“{imported.document_number}”", imported.document_number),
                (
                    f"成文日期{imported.formed_on:%Y-%m-%d}" if imported.formed_on else "",
                    imported.formed_on,
                ),
            )
            if value
        ]
        messages.success(
            request,
            f"已从“{name}”建立拟稿，带入了：{'、'.join(taken) or '无'}；原稿存为附件。请逐项核对后保存。",
        )
        if not imported.formed_on:
            messages.warning(request, "成文日期暂填今天，请改为文件上的日期。")
        organ = imported.signature_organ
        if (
            organ
            and publication.organization.name not in organ
            and organ not in publication.organization.name
        ):
            messages.warning(
                request, f"落款是“{organ}”，发布机构选的是“{publication.organization.name}”，请核对。"
            )
        _say_notes(request, imported)

    def _import_page(self, request, form, title: str, back_url: str):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "form": form,
            "back_url": back_url,
        }
        return TemplateResponse(request, "admin/disclosure/import_docx.html", context)

    def _import_url(self, query: str = "") -> str:
        return self._url("import") + (f"?{query}" if query else "")

    def _url(self, what: str, *args) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{what}", args=args)


def _say_notes(request, imported: Imported) -> None:
    for note in imported.notes:
        messages.warning(request, note)


def _stored_picture(publication, data: bytes, alt: str) -> Place | None:
    """Where a picture taken in is read; None when it is of a kind the portal does not show."""
    position = publication.pictures.count()
    try:
        picture = store_picture(publication, File(BytesIO(data), name="picture"), alt, position=position)
    except FileRefused:
        return None
    shown = in_text_rendition(picture)
    return Place(f"/pictures/{picture.pk}/{shown.width}/", shown.width, shown.height)
