"""Forms of the clerk's desk. Every refusal is a sentence that says what to do."""

from django import forms
from django.utils import timezone

from disclosure.files import FileRefused
from disclosure.files.attachments import inspect
from disclosure.files.names import safe_name
from disclosure.files.pictures import open_picture
from disclosure.hidden_links import hidden_in
from disclosure.html import clean_html
from disclosure.vocabulary import Attribute
from disclosure.writing.typed_text import html_to_typed, typed_to_html

from .widgets import RichTextWidget, StoredFile
from .writing import PICTURE_CAME, equip

DISCLOSURE_BEGAN = 2008
"""The Regulations took effect on 1 May 2008; no organ has a report of an earlier year."""


class PublicationForm(forms.ModelForm):
    class Meta:
        widgets = {"body": RichTextWidget()}

    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput, label="")
    hidden_links = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["base_version"] = self.instance.version_number
        if self.instance.pk and "body" in self.fields:
            self.initial["body"] = html_to_typed(self.instance.body)
        if "body" in self.fields:
            equip(self.fields["body"].widget, self.instance)

    def clean_body(self):
        """Cleaned; `hidden_links` keeps what could not be seen before it was."""
        markup = typed_to_html(self.cleaned_data["body"])
        self.hidden_links = hidden_in(markup)
        return clean_html(markup)

    def clean_expires_at(self):
        """A day that has passed while the draft lay there is told when it is published, not at every save."""
        moment = self.cleaned_data["expires_at"]
        if moment and "expires_at" in self.changed_data and moment <= timezone.now():
            raise forms.ValidationError("到期下线的时间应当晚于现在，请核对；长期公开的留空。")
        return moment

    def clean(self):
        data = super().clean()
        self._check_ground(data)
        self._check_dates(data)
        self._check_nobody_wrote_meanwhile(data)
        return data

    def _check_nobody_wrote_meanwhile(self, data):
        """Refused once, with what was typed still on the page; saving again writes over the colleague's version."""
        if not self.instance.pk or data.get("base_version") is None:
            return
        last = self.instance.versions.exclude(note=PICTURE_CAME).select_related("saved_by").first()
        if last is None or last.number <= data["base_version"]:
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("base_version")] = last.number
        when = timezone.localtime(last.saved_at)
        self.add_error(
            None,
            f"您打开页面以后，{last.saved_by or '系统'}在{when:%H:%M}保存了第{last.number}版。您填写的内容还在页面上，没有保存。"
            "请到“历史版本”核对改了什么；确定用您的内容的，再点一次保存。",
        )

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
