"""历史版本: every save of a publication, two of them side by side, and the way back."""

from typing import NamedTuple

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from disclosure.models import Version
from disclosure.versions import restore_as_draft, snapshot
from disclosure.versions.compare import compare
from disclosure.versions.reading import readable
from disclosure.versions.services import ONCE_PUBLIC, why_not_restore
from disclosure.vocabulary import Status
from portal.refusal import NotAllowed

from .corrections import CorrectionForm
from .verb_forms import NothingForm

PAGE_SIZE = 50
PUBLIC_NOW = "public"
NUMBER_DIGITS = 9


class Side(NamedTuple):
    """One side of a comparison. `key` names it in the address."""

    key: str
    title: str
    about: str
    content: dict


class VersionsMixin:
    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/versions/", view(self.versions_view), name=f"{name}_versions"),
            path("<path:object_id>/versions/compare/", view(self.compare_view), name=f"{name}_compare"),
            path(
                "<path:object_id>/versions/<int:number>/restore/",
                view(self.restore_view),
                name=f"{name}_restore",
            ),
            *super().get_urls(),
        ]

    def versions_view(self, request, object_id):
        """Every version: number, who, when, what for; and a form to compare two of them."""
        publication = self.visible_object(request, object_id)
        if publication is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        rows = publication.versions.select_related("saved_by").defer("content")
        page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("p"))
        context = {
            "page": page,
            "newest": publication.version_number,
            "is_correction": publication.corrects_id,
        }
        return self._page_about(request, publication, "versions", "历史版本", context)

    def compare_view(self, request, object_id):
        """Two versions side by side, or one of them read alone; `only=1` leaves out what is the same."""
        publication = self.visible_object(request, object_id)
        if publication is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        new = self._side(publication, request.GET.get("new"))
        old = self._side(publication, request.GET.get("old")) if request.GET.get("old") else new
        found = compare(*readable(publication.kind, old.content, new.content))
        only = request.GET.get("only") == "1"
        context = {
            "old": old,
            "new": new,
            "is_single": old.key == new.key,
            "only": only,
            "comparison": found,
            "blocks": _shown(found.blocks, only),
            "fields": _shown(found.fields, only),
        }
        return self._page_about(request, publication, "compare", "版本对比", context)

    def restore_view(self, request, object_id, number):
        """Ask once, then go back to a version: of a draft as its newest one, of something public as a correction."""
        publication = self.visible_object(request, object_id)
        if publication is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        version = self._version(publication, str(number))
        is_public = publication.status in ONCE_PUBLIC
        form_class = CorrectionForm if is_public else NothingForm
        form = form_class(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            restored = self._try_to_restore(request, version, form.cleaned_data.get("note", ""))
            return HttpResponseRedirect(self.change_url(restored or publication))
        context = {
            "reasons": why_not_restore(version, request.user),
            "form": form,
            "version": version,
            "becomes_correction": is_public,
        }
        return self._page_about(request, publication, "versions_restore", "恢复", context)

    def _try_to_restore(self, request, version: Version, note: str):
        try:
            restored = restore_as_draft(version, request.user, note)
        except NotAllowed as refusal:
            messages.error(request, f"没有恢复：{''.join(refusal.reasons)}")
            return None
        self.log_change(request, restored, f"恢复为{version}的内容。")
        where = "更正稿已经建立，请核对后送审。" if restored.corrects_id else "请核对后保存、送审。"
        messages.success(request, f"已恢复为{version}的内容。{where}")
        return restored

    def _version(self, publication, key: str | None) -> Version:
        is_number = bool(key) and key.isdecimal() and len(key) <= NUMBER_DIGITS
        rows = publication.versions.select_related("saved_by", "publication__organization")
        found = rows.filter(number=int(key)).first() if is_number else None
        if found is None:
            raise Http404
        return found

    def _side(self, publication, key: str | None) -> Side:
        if key == PUBLIC_NOW and publication.corrects_id:
            public = publication.corrects
            state = "公开的内容" if public.status == Status.PUBLISHED else "原来公开的内容"
            return Side(key, state, public.index_number or "", snapshot(public))
        version = self._version(publication, key)
        return Side(key, str(version), _about(version), version.content)

    def _page_about(self, request, publication, template: str, title: str, context: dict):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": publication,
            "change_url": self.change_url(publication),
            "versions_url": self.url_about(publication, "versions"),
            "compare_url": self.url_about(publication, "compare"),
            **context,
        }
        return TemplateResponse(request, f"admin/disclosure/{template}.html", context)

    def url_about(self, publication, what: str, *args) -> str:
        """The address of one of the pages about `publication`."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{what}"
        return reverse(name, args=[quote(publication.pk), *args])


def _about(version: Version) -> str:
    at = timezone.localtime(version.saved_at)
    who = version.saved_by or "系统"
    said = f"，{version.note}" if version.note else ""
    return f"{who}，{at.year}年{at.month}月{at.day}日{at:%H:%M}{said}"


def _shown(pairs: list, only: bool) -> list[dict]:
    """The rows of a comparison; with `only`, runs of what is the same become one row that says how many."""
    shown, left_out = [], 0
    for pair in pairs:
        if only and not pair.is_different:
            left_out += 1
            continue
        if left_out:
            shown.append({"left_out": left_out})
        shown.append({"pair": pair})
        left_out = 0
    return [*shown, {"left_out": left_out}] if left_out else shown
