"""What the editor asks of the server while a clerk writes: clean a paste, store a picture, show stored pictures."""

from functools import cached_property

from django import forms
from django.db import transaction
from django.http import Http404, JsonResponse
from django.urls import path, reverse

from disclosure.files import FileRefused, store_picture
from disclosure.html import with_picture_addresses
from disclosure.models import Picture, Publication
from disclosure.pipeline.acting import lock
from disclosure.versions import save_version
from disclosure.vocabulary import WRITABLE
from disclosure.writing.paste import clean_pasted

from .hidden_links import remember_hidden_links

IN_TEXT_WIDTH = 960
"""Pictures in the text are as wide as the column of text; wider ones would only cost time on a phone."""


PICTURE_CAME = "编辑正文时上传图片"
"""The note of a version that only brought a picture: it writes over nobody's text."""


class PictureUploadForm(forms.Form):
    upload = forms.FileField(
        label="图片",
        error_messages={
            "required": "请选择要上传的图片。",
            "empty": "文件是空的（0字节）。请核对后重新选择。",
        },
    )
    alt = forms.CharField(
        label="文字说明",
        max_length=300,
        error_messages={
            "required": "请填写文字说明：图上有什么、说明了什么。看不见图片的人靠它了解内容。",
            "max_length": "文字说明最多300字，请写得简短一些。",
        },
    )
    caption = forms.CharField(
        label="图注",
        max_length=200,
        required=False,
        error_messages={"max_length": "图注最多200字，请写得简短一些。"},
    )

    @cached_property
    def refusal(self) -> str:
        """The first thing that is wrong, as a sentence."""
        return next((messages[0] for messages in self.errors.values()), "")


class WritingMixin:
    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("clean-paste/", view(self.clean_paste_view), name=f"{name}_clean_paste"),
            path(
                "<path:object_id>/pictures/upload/",
                view(self.picture_upload_view),
                name=f"{name}_picture_upload",
            ),
            *super().get_urls(),
        ]

    def clean_paste_view(self, request):
        """POST `html` from the clipboard; answers {"html": cleaned}. Hidden links are remembered until it is saved."""
        if request.method != "POST" or not (
            self.has_add_permission(request) or self.has_change_permission(request)
        ):
            raise Http404
        pasted = request.POST.get("html", "")
        remember_hidden_links(request, pasted)
        return JsonResponse({"html": clean_pasted(pasted)})

    def picture_upload_view(self, request, object_id):
        """POST `upload`, `alt`, `caption`; answers {"picture": …}, or 400 and {"refusal": sentence}."""
        publication = self.visible_object(request, object_id)
        if (
            request.method != "POST"
            or publication is None
            or not self.has_change_permission(request, publication)
        ):
            raise Http404
        form = PictureUploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return JsonResponse({"refusal": form.refusal}, status=400)
        try:
            picture = _take_in(publication, request.user, **form.cleaned_data)
        except FileRefused as refusal:
            return JsonResponse({"refusal": "".join(refusal.messages)}, status=400)
        self.log_change(request, publication, f"上传图片：{picture.alt}")
        return JsonResponse({"picture": described(picture, publication)})


@transaction.atomic
def _take_in(publication: Publication, user, upload, alt: str, caption: str) -> Picture:
    """Store a picture as a version of its own. Raises FileRefused, or Http404 when it was handed over meanwhile."""
    if lock(publication).status not in WRITABLE:
        raise Http404
    picture = store_picture(publication, upload, alt, caption, publication.pictures.count())
    save_version(publication, user, PICTURE_CAME)
    return picture


def equip(widget, publication: Publication) -> None:
    """Tell the editor where it may ask, and which pictures `publication` has."""
    name = f"admin:{publication._meta.app_label}_{publication._meta.model_name}"
    clean_url = reverse(f"{name}_clean_paste")
    if not publication.pk:
        widget.use_addresses(clean_url)
        return
    pictures = publication.pictures.prefetch_related("renditions")
    widget.use_addresses(
        clean_url,
        reverse(f"{name}_picture_upload", args=[publication.pk]),
        [described(picture, publication) for picture in pictures],
    )


def described(picture: Picture, publication: Publication) -> dict:
    """What the editor knows of a stored picture: its words, its public address, and where staff see it."""
    fitting = in_text_rendition(picture)
    return {
        "id": picture.pk,
        "alt": picture.alt,
        "caption": picture.caption,
        "src": f"/pictures/{picture.pk}/{fitting.width}/" if fitting else "",
        "width": fitting.width if fitting else None,
        "height": fitting.height if fitting else None,
        "preview": staff_address(publication, picture.pk),
    }


def in_text_rendition(picture: Picture):
    """The rendition that stands in a text: the widest up to the width of the column, else the narrowest."""
    renditions = sorted(picture.renditions.all(), key=lambda rendition: rendition.width)
    fitting = [rendition for rendition in renditions if rendition.width <= IN_TEXT_WIDTH]
    return (fitting or renditions[:1] or [None])[-1]


def staff_address(publication: Publication, picture: int) -> str:
    """Where staff see a picture whatever the status of its publication."""
    name = f"{publication._meta.app_label}_{publication._meta.model_name}"
    return reverse(f"admin:{name}_picture", args=[publication.pk, picture])


def with_staff_pictures(publication: Publication) -> str:
    """The body as staff read it: a draft's pictures have no public address yet."""
    return with_picture_addresses(
        publication.body, lambda picture, width: staff_address(publication, picture)
    )
