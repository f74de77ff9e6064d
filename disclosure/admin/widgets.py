import json

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html


class RichTextWidget(forms.Textarea):
    """The editor of official documents over a plain text area, which does without JavaScript.

    `addresses` are read by the script: data-clean-url (paste), data-upload-url and data-pictures (the stored pictures).
    """

    class Media:
        css = {"all": ["css/editor.css"]}
        js = ["vendor/editor/editor.js"]

    def __init__(self, attrs=None):
        super().__init__({"rows": 24, "class": "vLargeTextField", "data-editor": "document", **(attrs or {})})

    def use_addresses(self, clean_url: str, upload_url: str = "", pictures: list[dict] | None = None) -> None:
        self.attrs["data-clean-url"] = clean_url
        if upload_url:
            self.attrs["data-upload-url"] = upload_url
        self.attrs["data-pictures"] = json.dumps(pictures or [], ensure_ascii=False)


class TargetSelect(AutocompleteSelect):
    """The look-up of a relation. The row's own target is `known` already and not asked for again."""

    known = None

    def optgroups(self, name, value, attrs=None):
        if self.known is None or value != [str(self.known.pk)]:
            return super().optgroups(name, value, attrs)
        return [(None, [self.create_option(name, self.known.pk, str(self.known), True, 0)], 0)]


class StoredFile(forms.Widget):
    """Shows the file a row has, in place of a control to choose one. The link is relative to the change page."""

    # A formset asks only its first form whether files may come: rows with a stored file answer for the new ones.
    needs_multipart_form = True

    def __init__(self, folder: str, instance):
        super().__init__()
        self.folder, self.instance = folder, instance

    def render(self, name, value, attrs=None, renderer=None):
        return stored_file_link(self.folder, self.instance)

    def value_from_datadict(self, data, files, name):
        return None


def stored_file_link(folder: str, instance):
    """A link to the stored file of an attachment or a picture, below the publication's own admin address."""
    if not instance.pk:
        return "-"
    size = getattr(instance, "size", None)
    text = f"查看文件（{filesizeformat(size)}）" if size is not None else "查看图片"
    return format_html('<a href="../{}/{}/">{}</a>', folder, instance.pk, text)
