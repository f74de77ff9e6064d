"""预览: a publication as citizens will see it, on a screen, on a phone and in the elderly mode; and links to share it."""

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from disclosure import previewing
from disclosure.models import PreviewLink, Publication
from portal.refusal import NotAllowed

LOOKS = (
    ("desktop", "电脑", "", 1200, 800),
    ("phone", "手机", "", 375, 720),
    ("elder", "长者模式", "/v/elder", 1200, 800),
)
DAY_CHOICES = [(days, f"{days}天") for days in previewing.LIVES]


class ShareForm(forms.Form):
    days = forms.TypedChoiceField(
        label="有效期",
        coerce=int,
        choices=DAY_CHOICES,
        initial=3,
        error_messages={
            "required": "请选择预览链接的有效期。",
            "invalid_choice": "请选择1天、3天或者7天。",
        },
    )
    note = forms.CharField(
        label="给谁看",
        required=False,
        max_length=100,
        help_text="只有工作人员看得到，如：“县政府法律顾问核对条文”。",
        error_messages={"max_length": "最多100字，请写得简短一些。"},
    )


def visible_to_staff(request, pk: int) -> Publication | None:
    """The publication when who is signed in may see it at the desk; None when there is none. Raises PermissionDenied."""
    desk = admin.site.get_model_admin(Publication)
    found = desk.visible_object(request, str(pk))
    return found and Publication.objects.select_related("organization", "corrects").get(pk=found.pk)


class PreviewMixin:
    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/preview/", view(self.preview_view), name=f"{name}_preview"),
            path(
                "<path:object_id>/preview/<int:pk>/revoke/",
                view(self.revoke_preview_view),
                name=f"{name}_revoke_preview",
            ),
            *super().get_urls(),
        ]

    def preview_view(self, request, object_id):
        """The page in a frame, in one of three looks; posting makes a link, whose address is shown this once."""
        publication = self.visible_object(request, object_id)
        if publication is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        is_post = request.method == "POST"
        form = ShareForm(request.POST if is_post else None)
        address = self._share(request, publication, form) if is_post and form.is_valid() else ""
        context = {
            **self.admin_site.each_context(request),
            "title": "预览",
            "opts": self.opts,
            "original": publication,
            "change_url": self.change_url(publication),
            "is_previewable": previewing.is_previewable(publication),
            "looks": _looks(publication, request.GET.get("look")),
            "reasons": previewing.why_not_share(publication, request.user),
            "form": form if not address else ShareForm(),
            "address": address,
            "links": self._links(publication, request.user),
        }
        response = TemplateResponse(request, "admin/disclosure/preview.html", context)
        response["Cache-Control"] = "private, no-store"
        return response

    def _share(self, request, publication, form) -> str:
        said = form.cleaned_data
        try:
            _, token = previewing.share(publication, request.user, said["days"], said["note"])
        except NotAllowed as refusal:
            messages.error(request, f"没有生成预览链接：{''.join(refusal.reasons)}")
            return ""
        self.log_change(request, publication, f"生成预览链接，{said['days']}天有效。{said['note']}")
        return request.build_absolute_uri(reverse("preview", args=[token]))

    def _links(self, publication, user) -> list[dict]:
        live = set(previewing.live_links(publication).values_list("pk", flat=True))
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_revoke_preview"
        return [
            {
                "link": link,
                "state": "已作废" if link.revoked_at else "有效" if link.pk in live else "已过期",
                "revoke_url": reverse(name, args=[publication.pk, link.pk])
                if link.pk in live and not previewing.why_not_revoke(link, user)
                else "",
            }
            for link in publication.preview_links.select_related("created_by", "publication__organization")
        ]

    def revoke_preview_view(self, request, object_id, pk):
        """Post only: whoever has the address sees nothing from now on."""
        publication = self.visible_object(request, object_id)
        if publication is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        link = PreviewLink.objects.filter(pk=pk, publication=publication.pk).first()
        if link is None:
            raise Http404
        if request.method == "POST":
            self._revoke(request, publication, link)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_preview"
        return HttpResponseRedirect(reverse(name, args=[publication.pk]))

    def _revoke(self, request, publication, link) -> None:
        try:
            previewing.revoke(link, request.user)
        except NotAllowed as refusal:
            messages.error(request, f"没有作废：{''.join(refusal.reasons)}")
            return
        self.log_change(request, publication, "作废一个预览链接。")
        messages.success(request, "预览链接已经作废，再打开只显示“链接已经失效”。")


def _looks(publication, asked: str | None) -> list[dict]:
    """The three looks with their addresses; the one `asked` for, or the first, is current."""
    names = [name for name, *_ in LOOKS]
    current = asked if asked in names else names[0]
    page = reverse("preview_staff", args=[publication.pk])
    return [
        {
            "name": name,
            "label": label,
            "url": prefix + page,
            "width": width,
            "height": height,
            "is_current": name == current,
        }
        for name, label, prefix, width, height in LOOKS
    ]
