"""更正: what is public is changed by a draft of its own, which is reviewed and signed like any other."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from disclosure.versions import open_correction, reword_correction, start_correction
from disclosure.versions.services import why_not_correct, why_not_reword
from portal.refusal import NotAllowed


class CorrectionForm(forms.Form):
    note = forms.CharField(
        label="更正说明",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="群众会在正文上方看到说明和日期，如：“附件2第3行的金额有误，现更正为12.6万元”。不要写个人信息。",
        error_messages={
            "required": "请写明更正了什么、为什么，群众在页面上会看到。",
            "max_length": "更正说明最多300字，请写得简短一些。",
        },
    )


class CorrectionsMixin:
    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/correct/", view(self.correct_view), name=f"{name}_correct"),
            *super().get_urls(),
        ]

    def correct_view(self, request, object_id):
        """Ask for the public note, then make the correction; of a correction, change its note."""
        publication = self.visible_object(request, object_id)
        if publication is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        is_post = request.method == "POST"
        initial = {"note": publication.correction_note}
        form = CorrectionForm(request.POST if is_post else None, initial=initial)
        act = self._reword_correction if publication.corrects_id else self._start_correction
        if is_post and form.is_valid() and (done := act(request, publication, form.cleaned_data["note"])):
            return HttpResponseRedirect(self.change_url(done))
        return self._correct_page(request, publication, form)

    def _correct_page(self, request, publication, form):
        is_correction = bool(publication.corrects_id)
        why_not = why_not_reword if is_correction else why_not_correct
        draft = None if is_correction else open_correction(publication)
        context = {
            **self.admin_site.each_context(request),
            "title": "修改更正说明" if is_correction else "更正",
            "opts": self.opts,
            "original": publication,
            "change_url": self.change_url(publication),
            "is_correction": is_correction,
            "open_correction": draft,
            "open_correction_url": self.change_url(draft) if draft else "",
            "reasons": why_not(publication, request.user),
            "form": form,
        }
        return TemplateResponse(request, "admin/disclosure/correct.html", context)

    def _start_correction(self, request, publication, note: str):
        try:
            draft = start_correction(publication, request.user, note)
        except NotAllowed as refusal:
            return self._say_why_not(request, "没有建立更正稿", refusal)
        self.log_addition(request, draft, f"起草更正稿：{note}")
        text = "更正稿已经建立。请改正内容，然后按程序送审；发布以前，网站上的内容不变。"
        messages.success(request, text)
        return draft

    def _reword_correction(self, request, draft, note: str):
        try:
            reword_correction(draft, request.user, note)
        except NotAllowed as refusal:
            return self._say_why_not(request, "没有修改更正说明", refusal)
        self.log_change(request, draft, f"更正说明改为：{note}")
        messages.success(request, "更正说明已经修改。")
        return draft

    def _say_why_not(self, request, what: str, refusal: NotAllowed) -> None:
        messages.error(request, f"{what}：{''.join(refusal.reasons)}")
