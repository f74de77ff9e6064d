"""征求意见: what other organs ask mine, and what mine asked others (条例 Art. 11)."""

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from disclosure import pipeline
from disclosure.files.responses import attachment_response, picture_response
from disclosure.html import with_picture_addresses
from disclosure.models import Consent, Rendition
from disclosure.pipeline.consents import why_not_answer
from disclosure.vocabulary import ConsentAnswer
from portal.organizations.scope import can_act_for, organizations_in_scope, sees_every_organization
from portal.refusal import NotAllowed
from portal.spreadsheet_export import ExportMixin


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="答复",
        choices=[(ConsentAnswer.AGREED, "同意公开"), (ConsentAnswer.OBJECTED, "不同意公开")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择同意公开或者不同意公开。"},
    )
    text = forms.CharField(
        label="答复内容",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text="不同意公开的，写明理由和依据。",
    )
    letter = forms.CharField(
        label="复函文号",
        required=False,
        max_length=60,
        help_text="有书面复函的填写；代为登记对方复函的必填。",
    )


@admin.register(Consent)
class ConsentAdmin(ExportMixin, admin.ModelAdmin):
    """Both organs see the question; the one asked answers, the one asking may record a letter."""

    list_display = ["publication_title", "asking", "organization", "asked_at", "answer", "waited"]
    list_filter = ["answer"]
    list_select_related = ["publication__organization", "organization"]
    search_fields = ["publication__title", "organization__short_name"]
    search_help_text = "按标题或者机关名称查找"
    list_per_page = 50

    def get_queryset(self, request):
        rows = super().get_queryset(request).defer("publication__body")
        if sees_every_organization(request.user):
            return rows
        scope = organizations_in_scope(request.user).values("pk")
        return rows.filter(Q(organization__in=scope) | Q(publication__organization__in=scope))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        if not super().has_view_permission(request, obj):
            return False
        return obj is None or any(
            can_act_for(request.user, organ) for organ in (obj.organization, obj.publication.organization)
        )

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path(
                "<int:consent>/attachments/<int:pk>/",
                view(self.attachment_view),
                name="disclosure_consent_attachment",
            ),
            path(
                "<int:consent>/pictures/<int:pk>/", view(self.picture_view), name="disclosure_consent_picture"
            ),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        consent = self._visible(request, object_id)
        if consent is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        form = AnswerForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and self._answered(request, consent, form):
            return HttpResponseRedirect(reverse("admin:disclosure_consent_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": "征求意见",
            "opts": self.opts,
            "consent": consent,
            "original": consent.publication,
            "body": mark_safe(self._body(consent)),  # noqa: S308 (cleaned on save)
            "attachments": list(consent.publication.attachments.all()),
            "form": form,
            "why_not": why_not_answer(consent, request.user),
            "is_changed": consent.publication.version_number != consent.version,
        }
        return TemplateResponse(request, "admin/disclosure/consent.html", context)

    def _body(self, consent) -> str:
        """The text with pictures that the organ asked may see."""
        return with_picture_addresses(
            consent.publication.body,
            lambda picture, width: reverse("admin:disclosure_consent_picture", args=[consent.pk, picture]),
        )

    def _answered(self, request, consent, form) -> bool:
        try:
            pipeline.answer_consent(consent, request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            messages.error(request, "".join(refusal.reasons))
            return False
        messages.success(request, f"已答复{consent.publication.organization.short_name}。")
        return True

    def attachment_view(self, request, consent, pk):
        """An attachment of what the organ is asked about."""
        found = self._visible(request, str(consent))
        attachment = found and found.publication.attachments.filter(pk=pk).first()
        if not attachment:
            raise Http404
        return attachment_response(request, attachment)

    def picture_view(self, request, consent, pk):
        """A picture of what the organ is asked about, in its largest width."""
        found = self._visible(request, str(consent))
        renditions = Rendition.objects.filter(
            picture__pk=pk, picture__publication=found and found.publication_id
        )
        if not (found and renditions):
            raise Http404
        return picture_response(request, renditions.latest("width"))

    def _visible(self, request, object_id):
        """The consent when either organ is in the user's scope, else None."""
        consent = (
            self.get_object(request, object_id) if object_id.isdecimal() and len(object_id) < 19 else None
        )
        return consent if consent and self.has_view_permission(request, consent) else None

    @admin.display(description="征求的信息", ordering="publication__title")
    def publication_title(self, consent):
        return consent.publication.title

    @admin.display(description="征求机关")
    def asking(self, consent):
        return consent.publication.organization.short_name

    @admin.display(description="等待")
    def waited(self, consent):
        until = consent.answered_at or timezone.now()
        return f"{(until - consent.asked_at).days}天"
