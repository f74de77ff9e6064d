"""The reviewing page: the text in numbered paragraphs, remarks beside it, findings, other organs, and the verbs."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import mark_safe

from disclosure import pipeline, remarks, screening
from disclosure.blocks import blocks
from disclosure.models import Finding, Remark
from disclosure.pipeline.consents import why_not_ask
from disclosure.vocabulary import UNDER_REVIEW, WRITABLE, FindingState
from portal.organizations.models import Organization
from portal.refusal import NotAllowed

from .writing import with_staff_pictures


class RemarkForm(forms.Form):
    block = forms.TypedChoiceField(label="针对", required=False, coerce=int, empty_value=None)
    quote = forms.CharField(label="所指文字", required=False, max_length=300)
    text = forms.CharField(
        label="意见",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明意见。"},
    )

    def __init__(self, *args, number_of_blocks=0, **kwargs):
        super().__init__(*args, **kwargs)
        numbered = [(n, f"第{n}段") for n in range(1, number_of_blocks + 1)]
        self.fields["block"].choices = [("", "全文"), *numbered]


class AskForm(forms.Form):
    organization = forms.ModelChoiceField(
        label="征求意见的机关",
        queryset=Organization.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择要征求意见的机关。"},
    )
    question = forms.CharField(label="征求的问题", required=False, max_length=300)

    def __init__(self, *args, publication, **kwargs):
        super().__init__(*args, **kwargs)
        others = Organization.objects.directory().exclude(pk=publication.organization_id)
        self.fields["organization"].queryset = others.exclude(consents_asked__publication=publication)


class ReviewMixin:
    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/review-desk/", view(self.review_desk), name=f"{name}_review_desk"),
            path("<path:object_id>/screen/", view(self.screen_view), name=f"{name}_screen"),
            path(
                "<path:object_id>/findings/<int:pk>/answer/",
                view(self.answer_finding),
                name=f"{name}_answer_finding",
            ),
            path(
                "<path:object_id>/remarks/<int:pk>/<slug:act>/",
                view(self.act_on_remark),
                name=f"{name}_remark_act",
            ),
            *super().get_urls(),
        ]

    def review_desk(self, request, object_id):
        """Everything a reviewer needs on one page. Posting adds a remark or asks another organ."""
        publication = self._seen_or_404(request, object_id)
        paragraphs = blocks(with_staff_pictures(publication))
        is_post = request.method == "POST"
        data = {
            name: request.POST if is_post and name in request.POST else None for name in ("remark", "ask")
        }
        remark_form = RemarkForm(data["remark"], number_of_blocks=len(paragraphs))
        ask_form = AskForm(data["ask"], publication=publication)
        if (
            data["remark"]
            and remark_form.is_valid()
            and self._try(request, self._remark, publication, remark_form)
        ):
            return self._back(publication)
        if data["ask"] and ask_form.is_valid() and self._try(request, self._ask, publication, ask_form):
            return self._back(publication)
        context = self._review_context(request, publication, paragraphs)
        context |= {"remark_form": remark_form, "ask_form": ask_form}
        return TemplateResponse(request, "admin/disclosure/review.html", context)

    def _remark(self, request, publication, form):
        said = form.cleaned_data
        remarks.remark(publication, request.user, said["text"], said["block"], said["quote"])
        return "意见已经记下，经办人看得到。"

    def _ask(self, request, publication, form):
        asked = form.cleaned_data
        pipeline.ask_consent(publication, asked["organization"], request.user, asked["question"])
        return f"已向{asked['organization'].short_name}征求意见，对方在“征求意见”里答复。"

    def _review_context(self, request, publication, paragraphs):
        found = list(publication.remarks.select_related("by", "answered_by", "settled_by"))
        may_settle = bool(found) and not remarks.why_not_settle(Remark(publication=publication), request.user)
        for remark in found:
            remark.can_answer = not remarks.why_not_answer(remark, request.user)
            remark.can_settle = may_settle and remark.settled_at is None
        by_block = {}
        for remark in found:
            by_block.setdefault(remark.block, []).append(remark)
        numbered = [
            {"number": n, "html": mark_safe(html), "remarks": by_block.pop(n, [])}  # noqa: S308 (cleaned on save)
            for n, html in enumerate(paragraphs, start=1)
        ]
        general = [remark for rest in by_block.values() for remark in rest]
        findings = list(publication.findings.select_related("answered_by"))
        can_answer = bool(findings) and not screening.why_not_answer(
            Finding(publication=publication, state=FindingState.OPEN), request.user
        )
        return {
            **self.admin_site.each_context(request),
            "title": f"审阅：{publication.title}",
            "opts": self.opts,
            "original": publication,
            "change_url": self.change_url(publication),
            "desk": self.desk(request, publication),
            "paragraphs": numbered,
            "general": general,
            "open_remarks": sum(remark.settled_at is None for remark in found),
            "findings": findings,
            "open_findings": [f for f in findings if f.state == FindingState.OPEN],
            "is_screened": publication.screened_version == publication.version_number,
            "can_answer_findings": can_answer,
            "why_not_remark": remarks.why_not_remark(publication, request.user),
            "consents": list(publication.consents.select_related("organization", "answered_by")),
            "can_ask": publication.status in (*WRITABLE, *UNDER_REVIEW)
            and not why_not_ask(publication, Organization(pk=0), request.user),
            "attachments": list(publication.attachments.all()),
            "pictures": list(publication.pictures.all()),
        }

    def screen_view(self, request, object_id):
        """发布前检查 now."""
        publication = self._seen_or_404(request, object_id)
        if request.method == "POST":
            found = screening.screen_publication(publication)
            must = sum(f.level != "hint" for f in found)
            text = (
                f"检查完毕：{must}处需要处理，{len(found) - must}处提示。"
                if found
                else "检查完毕，没有发现问题。"
            )
            (messages.warning if must else messages.success)(request, text)
        return self._back(publication, "#findings")

    def answer_finding(self, request, object_id, pk):
        publication = self._seen_or_404(request, object_id)
        finding = (
            Finding.objects.filter(publication=publication.pk, pk=pk).select_related("publication").first()
        )
        if finding is None:
            raise Http404
        if request.method == "POST":
            text = request.POST.get("text", "")
            self._try(request, lambda *_: screening.answer(finding, request.user, text) and "说明已经记下。")
        return self._back(publication, "#findings")

    def act_on_remark(self, request, object_id, pk, act):
        publication = self._seen_or_404(request, object_id)
        remark = (
            Remark.objects.filter(publication=publication.pk, pk=pk).select_related("publication").first()
        )
        if remark is None or act not in ("answer", "settle"):
            raise Http404
        if request.method == "POST" and act == "answer":
            text = request.POST.get("text", "")
            self._try(request, lambda *_: remarks.answer(remark, request.user, text) and "答复已经记下。")
        if request.method == "POST" and act == "settle":
            self._try(request, lambda *_: remarks.settle(remark, request.user) and "已确认解决。")
        return self._back(publication)

    def _try(self, request, act, *args) -> bool:
        try:
            messages.success(request, act(request, *args))
        except NotAllowed as refusal:
            messages.error(request, "".join(refusal.reasons))
            return False
        return True

    def _seen_or_404(self, request, object_id):
        publication = self.visible_object(request, object_id)
        if publication is None:
            raise Http404
        return publication

    def _back(self, publication, anchor=""):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_review_desk"
        return HttpResponseRedirect(reverse(name, args=[publication.pk]) + anchor)
