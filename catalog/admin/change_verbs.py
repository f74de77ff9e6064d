"""The verbs of the procedure as pages that ask once, with the reasons why not in place of a dead button."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from catalog.changes import checks, procedure
from catalog.models import ChangeRequest, ChangeState
from portal.refusal import NotAllowed


class NothingForm(forms.Form):
    """The verb needs no word."""


class OpinionForm(forms.Form):
    remark = forms.CharField(
        label="主管部门意见",
        max_length=procedure.LONGEST_REMARK["assess"],
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        help_text="是否符合法定依据和本县实际，与国家标准目录、其他层级目录是否一致。不同意的，请用“退回”。",
    )


class ReturnForm(forms.Form):
    remark = forms.CharField(
        label="退回理由",
        max_length=procedure.LONGEST_REMARK["send_back"],
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        help_text="写明哪里不妥、怎样改正，提出单位看得到。",
    )


class ApproveForm(forms.Form):
    effective_on = forms.DateField(
        label="生效日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="今天或者以后的日期。今天的，批准后立即编号生效；以后的，到期当日零时后自动生效。",
    )
    remark = forms.CharField(
        label="批示", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3, "cols": 80})
    )

    def clean_effective_on(self):
        day = self.cleaned_data["effective_on"]
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError("生效日期已经过去，请填写今天或者以后的日期。")
        if day > today + timedelta(days=procedure.LONGEST_WAIT_DAYS):
            raise forms.ValidationError("生效日期不能晚于一年以后，请核对年份。")
        return day


FORMS = {"assess": OpinionForm, "send_back": ReturnForm, "approve": ApproveForm}


def offers(request: ChangeRequest, user) -> list[dict]:
    """What belongs to its present state: each verb with its address, or why it cannot be done now."""
    return [
        {
            "label": procedure.label_of(verb),
            "url": reverse(f"admin:catalog_changerequest_{verb}", args=[request.pk]),
            "reasons": procedure.why_not(request, verb, user),
        }
        for verb in procedure.verbs_of_state(request)
    ]


class VerbsMixin:
    """The pages `<pk>/submit/`, `<pk>/assess/` and so on of a ModelAdmin of change requests."""

    def verb_view(self, request, object_id, verb):
        change = self.get_object(request, object_id)
        if change is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(object_id))
        if not self.has_view_permission(request, change):
            raise PermissionDenied
        if verb not in procedure.VERBS:
            raise Http404
        form = FORMS.get(verb, NothingForm)(
            request.POST if request.method == "POST" else None, initial={"effective_on": timezone.localdate()}
        )
        if (
            request.method == "POST"
            and form.is_valid()
            and self._try(request, change, verb, form.cleaned_data)
        ):
            return HttpResponseRedirect(change.get_admin_url())
        return self._verb_page(request, change, verb, form)

    def _verb_page(self, request, change, verb, form):
        rows = checks.rows_of(change)
        label = procedure.label_of(verb)
        context = {
            **self.admin_site.each_context(request),
            "title": label,
            "verb": label,
            "opts": self.opts,
            "original": change,
            "form": form,
            "rows": self.shown_rows(rows),
            "reasons": procedure.why_not(change, verb, request.user),
            "warnings": checks.warnings(rows),
        }
        return TemplateResponse(request, "admin/catalog/change_verb.html", context)

    def _try(self, request, change, verb: str, details: dict) -> bool:
        label = procedure.label_of(verb)
        try:
            done = procedure.carry_out(change, verb, request.user, **details)
        except NotAllowed as refusal:
            messages.error(request, f"没有{label}：{''.join(refusal.reasons)}")
            return False
        self.log_change(request, done, f"{label}。")
        messages.success(request, f"“{done}”已{label}。{_what_follows(done)}")
        return True


def _what_follows(change: ChangeRequest) -> str:
    if change.state == ChangeState.EFFECTIVE:
        return f"编为{change.revision}，已经生效并在网站公布。"
    if change.state == ChangeState.APPROVED:
        return f"将于{change.effective_on:%Y-%m-%d}自动生效并编号公布。"
    return f"现在的状态：{change.get_state_display()}。"
