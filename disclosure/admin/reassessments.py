"""Looking again, at the desk: what is due, one page to decide, many at once, and what was decided before."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone

from disclosure.documents import reassessments
from disclosure.models import DueForReassessment, Publication, Reassessment
from disclosure.vocabulary import Attribute, Kind, ReassessmentOutcome
from portal.refusal import NotAllowed

from .life import (
    LifeList,
    PublicationList,
    ScopeOrganizationFilter,
    change_url,
    may_see,
    own_page,
    title_link,
)

BATCH_MAX = 100
SAME_AS_BEFORE = {True: ReassessmentOutcome.KEPT, False: ReassessmentOutcome.STILL_WITHHELD}


class ReassessForm(forms.Form):
    outcome = forms.ChoiceField(
        label="复核结果", widget=forms.RadioSelect, error_messages={"required": "请选择复核结果。"}
    )
    note = forms.CharField(
        label="情况和理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        error_messages={"required": "请写明复核的情况和理由。"},
    )

    def __init__(self, *args, publication, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = reassessments.outcomes_for(publication)
        if publication.is_public:
            self.fields["note"].help_text = "选“更正”或者“撤回”的，写的内容群众会看到，请不要写个人信息。"


class NoteForm(forms.Form):
    note = forms.CharField(
        label="情况和理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        error_messages={"required": "请写明复核的情况和理由。"},
    )


class AttributeFilter(admin.SimpleListFilter):
    title = "范围"
    parameter_name = "what"

    def lookups(self, request, model_admin):
        return [("public", "已经发布的"), ("withheld", "不主动公开的")]

    def queryset(self, request, queryset):
        if self.value() == "public":
            return queryset.filter(attribute=Attribute.PROACTIVE)
        return queryset.exclude(attribute=Attribute.PROACTIVE) if self.value() == "withheld" else queryset


class KindFilter(admin.SimpleListFilter):
    title = "类型"
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return Kind.choices

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() in Kind.values else queryset


class ReassessMixin:
    """The page `<pk>/change/` of a list on which publications are looked at again."""

    def row_view(self, request, row):
        """Decide what becomes of it; or why not."""
        publication = Publication.objects.select_related("organization").get(pk=row.pk)
        if not may_see(request, publication):
            raise PermissionDenied
        form = ReassessForm(request.POST or None, publication=publication)
        if (
            request.method == "POST"
            and form.is_valid()
            and self._try(request, publication, **form.cleaned_data)
        ):
            return HttpResponseRedirect(reverse(f"admin:disclosure_{self.opts.model_name}_changelist"))
        context = {
            "title": "复核",
            "original": publication,
            "change_url": change_url(publication),
            "form": form,
            "reasons": reassessments.why_not_reassess(publication, request.user),
            "before": publication.reassessments.select_related("by")[:10],
        }
        return own_page(self, request, "reassess", context)

    def _try(self, request, publication, outcome: str, note: str) -> bool:
        try:
            done = reassessments.reassess(publication, outcome, note, request.user)
        except NotAllowed as refusal:
            messages.error(request, f"“{publication.title}”没有复核：{''.join(refusal.reasons)}")
            return False
        messages.success(request, f"“{publication.title}”的复核结果已经登记：{done.get_outcome_display()}。")
        return True


@admin.register(DueForReassessment)
class DueForReassessmentAdmin(ReassessMixin, PublicationList):
    """待复核: public and withheld, longest due first."""

    list_display = ["title", "kind", "organization", "attribute", "reassess_on", "days_over", "last_outcome"]
    list_filter = [AttributeFilter, KindFilter, ScopeOrganizationFilter, "ground"]
    ordering = ["reassess_on", "pk"]
    actions = ["keep_selected"]
    empty_list_text = "到了复核日期的信息会在这里列出，目前没有。"

    def rows(self):
        return reassessments.to_reassess(rows=self.model.objects.all()).prefetch_related("reassessments")

    def has_reassess_permission(self, request):
        return any(request.user.has_perm(right) for right in reassessments.RIGHTS)

    @admin.display(description="超过天数")
    def days_over(self, row):
        return (timezone.localdate() - row.reassess_on).days

    @admin.display(description="上次复核")
    def last_outcome(self, row):
        last = next(iter(row.reassessments.all()), None)
        return f"{timezone.localdate(last.at):%Y-%m-%d} {last.get_outcome_display()}" if last else ""

    @admin.action(description="复核：继续公开（不公开的：仍不公开）", permissions=["reassess"])
    def keep_selected(self, request, queryset):
        """The same outcome for many: what is public stays so, what is withheld stays so."""
        if queryset.count() > BATCH_MAX:
            messages.error(request, f"一次最多复核{BATCH_MAX}条，请分批选择。")
            return None
        form = NoteForm(request.POST if "apply" in request.POST else None)
        if form.is_valid():
            for row in queryset:
                self._try(request, row, SAME_AS_BEFORE[row.is_public], form.cleaned_data["note"])
            return None
        context = {
            "title": "复核所选信息",
            "publications": queryset,
            "form": form,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return own_page(self, request, "reassess_many", context)


@admin.register(Reassessment)
class ReassessmentAdmin(LifeList):
    """What was decided when something was looked at again."""

    organization_path = "publication__organization"
    list_display = ["publication_title", "organ", "attribute", "outcome", "note", "due_on", "at", "by"]
    list_display_links = None
    list_filter = ["outcome", ScopeOrganizationFilter, "at"]
    list_select_related = ["publication__organization", "by"]
    search_fields = ["publication__title", "note"]
    search_help_text = "按标题或者说明查找"
    ordering = ["-pk"]
    empty_list_text = "信息复核以后会在这里列出。"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("of/<int:pk>/", view(self.any_view), name="disclosure_reassess"),
            *super().get_urls(),
        ]

    def any_view(self, request, pk):
        """Look again at anything public or withheld before its day: by its own key."""
        row = Publication.objects.filter(pk=pk).first()
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        return ReassessMixin.row_view(self, request, row)

    _try = ReassessMixin._try

    @admin.display(description="信息", ordering="publication__title")
    def publication_title(self, done):
        return title_link(done.publication)

    @admin.display(description="单位", ordering="publication__organization__lft")
    def organ(self, done):
        return done.publication.organization.short_name

    @admin.display(description="公开属性")
    def attribute(self, done):
        return done.publication.get_attribute_display()
