"""Forms of the clerk's desk. Every refusal is a sentence that says what to do."""

from django import forms
from django.utils import timezone

from disclosure.files import FileRefused
from disclosure.files.attachments import inspect
from disclosure.files.names import safe_name
from disclosure.files.pictures import open_picture
from disclosure.html import clean_html
from disclosure.vocabulary import Attribute

from .typed_text import html_to_typed, typed_to_html
from .widgets import StoredFile

DISCLOSURE_BEGAN = 2008
"""The Regulations took effect on 1 May 2008; no organ has a report of an earlier year."""


class PublicationForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "body" in self.fields:
            self.initial["body"] = html_to_typed(self.instance.body)

    def clean_body(self):
        return clean_html(typed_to_html(self.cleaned_data["body"]))

    def clean(self):
        data = super().clean()
        self._check_ground(data)
        self._check_dates(data)
        return data

    def _check_ground(self, data):
        if not {"attribute", "ground"} <= data.keys():
            return
        if data["attribute"] == Attribute.PROACTIVE and data["ground"]:
            self.add_error("ground", "公开属性是“主动公开”，不需要理由。请清空这一项，或者改选公开属性。")
        if data["attribute"] != Attribute.PROACTIVE and not data["ground"]:
            self.add_error("ground", "请选择不主动公开的理由（条例第十四条至第十六条）。")

    def _check_dates(self, data):
        effective, ceases = data.get("effective_on"), data.get("ceases_on")
        if effective and ceases and ceases < effective:
            self.add_error("ceases_on", f"废止（失效）日期不能早于实施日期（{effective}），请核对。")


class AnnualReportForm(PublicationForm):
    def clean_year(self):
        year, this_year = self.cleaned_data["year"], timezone.localdate().year
        if not DISCLOSURE_BEGAN <= year <= this_year:
            raise forms.ValidationError(f"报告年度应在{DISCLOSURE_BEGAN}年至{this_year}年之间，请核对。")
        return year


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="撤回理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="群众打开原网址时会看到，如：“附件数据有误，更正后重新发布”。不要写个人信息。",
        error_messages={"required": "请写明撤回的理由，群众打开原网址时会看到。"},
    )


class UploadForm(forms.ModelForm):
    """A row with a file: chosen once, when the row is new; afterwards the file is shown and can be deleted."""

    upload = forms.FileField(
        label="文件",
        required=False,
        error_messages={"empty": "文件是空的（0字节）。请核对后重新选择。"},
    )
    stored_link = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "upload" in self.fields:
            self.fields["upload"].disabled = True
            self.fields["upload"].widget = StoredFile(self.stored_link, self.instance)

    def clean(self):
        data = super().clean()
        if self.instance.pk or self.has_error("upload"):
            return data
        if not data.get("upload"):
            self.add_error("upload", "请选择要上传的文件。")
            return data
        try:
            self.look_into(data)
        except FileRefused as refusal:
            self.add_error("upload", refusal)
        return data

    def look_into(self, data):
        """Check the upload in `data`. Raises FileRefused."""
        raise NotImplementedError


class AttachmentForm(UploadForm):
    stored_link = "attachments"
    sha256 = ""

    class Meta:
        help_texts = {"name": "群众看到的名称，留空就用原来的文件名。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "name" in self.fields:
            self.fields["name"].required = False

    def clean(self):
        data = super().clean()
        if self.instance.pk and "name" in data:
            data["name"] = safe_name(data["name"] or self.instance.name, self.instance.extension)
        return data

    def look_into(self, data):
        seen = inspect(data["upload"], data.get("name", ""))
        data["name"], self.sha256 = seen.name, seen.sha256


class PictureForm(UploadForm):
    stored_link = "pictures"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "alt" in self.fields:
            self.fields["alt"].error_messages["required"] = (
                "请填写文字说明：图上有什么、说明了什么。看不见图片的人靠它了解内容。"
            )

    def look_into(self, data):
        open_picture(data["upload"])
